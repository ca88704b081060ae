// A member of an object whose tree nobody needs.
#pragma once

#include <string_view>

namespace trunklift {

struct FoundMember {
  // How its value begins, in up to 64 bytes, with what follows it: the first
  // character tells its type, and what follows that of an object or array what
  // is in it. "" if it is not there.
  std::string_view begins;
  std::string_view text;  // the value if that is text, else ""
};

}  // namespace trunklift
