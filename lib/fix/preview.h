// A document laid out for people, without what may be secret.
#pragma once

#include <string>

#include "model/value.h"

namespace trunklift {

// A member or an item a line, without commas, so that lines differ where
// values do. Text and numbers are shown where a setting is
// one that holds no secret by its nature, such as a format, a timer or an
// address; elsewhere only what kind of thing they are. Keys are shown.
std::string laid_out(const Value& root);

}  // namespace trunklift
