// What a stream can show: terminals and colour.
#pragma once

#include "command.h"

namespace trunklift {

// True for a terminal that understands control sequences (not TERM=dumb).
bool is_capable_terminal(int descriptor);

// Automatic: a capable terminal, and NO_COLOR is unset or empty
// (https://no-color.org).
bool use_color(When when, int descriptor);

}  // namespace trunklift
