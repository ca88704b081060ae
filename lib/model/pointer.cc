// JSON Pointers (RFC 6901), spelt out from the walker's path.
#include "model/pointer.h"

namespace trunklift {

void append_token(std::string& pointer, std::string_view token) {
  pointer += '/';
  // Nearly all are short and have neither.
  bool plain = true;
  for (const char c : token) plain &= c != '~' && c != '/';
  if (plain) {
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

void append_pointer(std::string& pointer, const Place& place) {
  if (!place.up) return;
  append_pointer(pointer, *place.up);
  if (place.key.data()) {
    append_token(pointer, place.key);
  } else {
    pointer += '/';
    pointer += std::to_string(place.index);
  }
}

std::string to_pointer(const Place& place) {
  constexpr std::size_t index_digits = 4;  // or more, then it grows
  std::size_t size = 0;
  for (const Place* at = &place; at->up; at = at->up) {
    size += 1 + (at->key.data() ? at->key.size() : index_digits);
  }
  std::string pointer;
  pointer.reserve(size);
  append_pointer(pointer, place);
  return pointer;
}

}  // namespace trunklift
