// What the reports for people share: a finding and its severity in words.
#pragma once

#include <string>
#include <vector>

#include "report/report.h"

namespace trunklift {

// "error", in its colour if there is any.
std::string in_color(Severity severity, bool color);

// The message; and, if it stands for more than itself, how many of the same
// kind the document has.
std::string message_in_words(const Finding& finding);

// "error TL0206 address-malformed", then `place`, the pointer and the message.
// No control characters come through.
void append_words(std::string& out, const Finding& finding,
                  std::string_view place, bool color);

// What the run did not read, in words for a terminal: an interruption, and each
// input that could not be read; the first hundred of them.
std::vector<std::string> unread_in_words(const RunSummary& summary);

}  // namespace trunklift
