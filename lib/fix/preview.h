// A document laid out for people, without what may be secret.
#pragma once

#include <string>

#include "model/value.h"

namespace trunklift {

// A member or an item a line, without commas, so that lines differ where
// values do. Of settings such as formats, timers and
// addresses the value is shown, if it is a number, an address or a word that
// the platform knows; elsewhere only what kind of thing it is. Keys are shown.
std::string redacted_json(const Value& root);

}  // namespace trunklift
