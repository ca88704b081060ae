// JSON Pointers (RFC 6901), spelt out from the walker's path.
#include "model/pointer.h"

#include <algorithm>
#include <charconv>

#include "model/value.h"

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

std::string unescaped(std::string_view token) {
  std::string out;
  out.reserve(token.size());
  for (std::size_t i = 0; i < token.size(); ++i) {
    const std::string_view pair = token.substr(i, 2);
    const bool is_escape = pair == "~0" || pair == "~1";
    if (is_escape) ++i;
    out += pair == "~1" ? '/' : pair.front();
  }
  return out;
}

std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> out;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = std::min(pointer.find('/'), pointer.size());
    out.push_back(unescaped(pointer.substr(0, end)));
    pointer.remove_prefix(end);
  }
  return out;
}

std::optional<std::size_t> item_index(std::string_view token) {
  std::size_t out = 0;
  const char* end = token.data() + token.size();
  const auto [stop, error] = std::from_chars(token.data(), end, out);
  const bool is_plain = token == "0" || !token.starts_with('0');
  if (error != std::errc() || stop != end || !is_plain) return {};
  return out;
}

Value* child_of(const Value& value, std::string_view token) {
  if (!value.is(Type::array)) return value.find(token);
  const auto index = item_index(token);
  return index && *index < value.size ? value.items + *index : nullptr;
}

}  // namespace trunklift
