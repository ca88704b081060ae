// Both ends of a text are kept, with its size and its hash between them.
#include "base/shortened.h"

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"

namespace trunklift {
namespace {

// Characters of each end.
constexpr std::size_t most_at_end = 100;

bool is_inside(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::string_view first_characters(std::string_view text) {
  std::size_t size = 0, count = 0;
  for (; size < text.size(); ++size) {
    if (!is_inside(text[size]) && ++count > most_at_end) break;
  }
  return text.substr(0, size);
}

std::string_view last_characters(std::string_view text) {
  std::size_t begin = text.size();
  for (std::size_t count = 0; begin > 0 && count < most_at_end;) {
    if (!is_inside(text[--begin])) ++count;
  }
  return text.substr(begin);
}

}  // namespace

bool is_longer_than(std::string_view text, std::size_t most) {
  constexpr std::size_t longest_character = 4;  // bytes
  if (text.size() <= most) return false;
  if (text.size() > most * longest_character) return true;
  return code_points(text) > most;
}

std::string shortened(std::string_view head, std::string_view tail,
                      std::uint64_t size, std::uint64_t hash) {
  return fmt::format("{}…({} bytes, {:016x})…{}", first_characters(head), size,
                     hash, last_characters(tail));
}

std::string shortened(std::string_view text) {
  if (!is_longer_than(text, most_shown)) return std::string(text);
  return shortened(text, text, text.size(), hash128(text).high);
}

std::string_view shown(std::string_view text, std::string& room) {
  if (!is_longer_than(text, most_shown)) return text;
  room = shortened(text);
  return room;
}

std::string shown_input(std::string_view name) {
  constexpr std::size_t longest_path = 4096;  // bytes
  std::string out = valid_utf8(name);
  return out.size() > longest_path ? shortened(out) : out;
}

}  // namespace trunklift
