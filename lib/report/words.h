// Puts findings into words for people.
#pragma once

#include <string>
#include <vector>

#include "report/report.h"

namespace trunklift {

// As in "error"; in colour if `color` is set.
std::string in_color(Severity severity, bool color);

// The message. If Finding::more is set, this says how many more findings of the
// rule the document has.
std::string message_in_words(const Finding& finding);

// Appends text such as "error TL0206 address-malformed", then `place`, the
// pointer and the message, without control characters.
void append_words(std::string& out, const Finding& finding,
                  std::string_view place, bool color);

// What the run did not read, as lines for a terminal: an interruption, and the
// first hundred inputs that could not be read.
std::vector<std::string> unread_in_words(const RunSummary& summary);

}  // namespace trunklift
