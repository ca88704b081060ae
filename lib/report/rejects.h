// Writes rejected documents to a file that is a valid input.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "report/report.h"

namespace trunklift {

// How many findings of one rule and severity are given as reasons for a
// rejected document. Reasons are data, so options of reports do not change this
// number.
inline constexpr std::uint64_t most_reasons_of_rule = 20;

// The findings, except for notes (info), as a JSON array. Each has rule, slug,
// severity, pointer and message, and "more" if findings of its rule were left
// out behind it.
std::string reasons_json(std::span<const Finding> findings);

// Writes a line {"trunklift_reject": {input, line, offset, account_id,
// document_id, stage, reasons}}, then the bytes of the document as they were in
// the input, then a newline. The reader takes everything between two such lines
// as one document, so it also takes broken documents and those of several
// lines, and a person can repair them in place.
void write_reject(ReportStream& out, const Subject& subject,
                  std::string_view stage, std::string_view reasons,
                  std::string_view bytes);

}  // namespace trunklift
