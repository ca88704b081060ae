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

namespace {

void append_place(std::string& pointer, const Place& place) {
  if (!place.up) return;
  append_place(pointer, *place.up);
  if (place.key.data()) {
    append_token(pointer, place.key);
  } else {
    pointer += '/';
    pointer += std::to_string(place.index);
  }
}

}  // namespace

std::string to_pointer(const Place& place) {
  constexpr std::size_t index_digits = 4;  // or more, then it grows
  std::size_t size = 0;
  for (const Place* at = &place; at->up; at = at->up) {
    size += 1 + (at->key.data() ? at->key.size() : index_digits);
  }
  std::string pointer;
  pointer.reserve(size);
  append_place(pointer, place);
  return pointer;
}

}  // namespace trunklift
