// Rejected documents, byte for byte, in a file that is itself a valid input.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "report/report.h"

namespace trunklift {

// Reasons of a rejected document hold so many findings of one rule and
// severity, whatever a report lists: they are data, and the same for any
// options.
inline constexpr std::uint64_t most_reasons_of_rule = 20;

// The findings as a JSON array: rule, slug, severity, pointer, message, and
// "more", which is how many of the rule were left out behind this one.
std::string reasons_json(std::span<const Finding> findings);

// For each document a line {"trunklift_reject": {input, line, offset,
// account_id, document_id, stage, reasons}}, then its bytes as they stood in
// the input, then a newline. The reader takes what follows a note, up to the
// next, as one document, so that broken and multi-line documents survive, and
// a person may repair them in place.
void write_reject(ReportStream& out, const Subject& subject,
                  std::string_view stage, std::string_view reasons,
                  std::string_view bytes);

}  // namespace trunklift
