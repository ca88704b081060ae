// JSON Pointers (RFC 6901), spelt out from the walker's path.
#include "model/pointer.h"

namespace trunklift {

void append_token(std::string& pointer, std::string_view token) {
  pointer += '/';
  if (token.find_first_of("~/") == std::string_view::npos) {
    pointer += token;
    return;
  }
  for (const char c : token) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

std::string to_pointer(const Place& place) {
  if (!place.up) return {};
  std::string pointer = to_pointer(*place.up);
  if (place.key.data()) {
    append_token(pointer, place.key);
  } else {
    pointer += '/';
    pointer += std::to_string(place.index);
  }
  return pointer;
}

}  // namespace trunklift
