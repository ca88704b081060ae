// Looks at byte order marks and at NUL bytes.
#include "source/encoding.h"

#include <cstdint>

namespace trunklift {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view utf16 =
    "it is UTF-16, not UTF-8 (iconv -f UTF-16 -t UTF-8 converts it)";
constexpr std::string_view utf32 =
    "it is UTF-32, not UTF-8 (iconv -f UTF-32 -t UTF-8 converts it)";
constexpr std::string_view binary = "it is no text, let alone JSON";

struct Mark {
  std::string_view bytes;
  std::string_view reason;
};
// Longer marks come first, because FF FE starts both.
constexpr Mark marks[] = {{"\xFF\xFE\0\0"sv, utf32},
                          {"\0\0\xFE\xFF"sv, utf32},
                          {"\xFF\xFE"sv, utf16},
                          {"\xFE\xFF"sv, utf16}};

// Recognizes UTF-16 and UTF-32 without a mark by the NUL bytes among the first
// four. Source: RFC 4627.
std::string_view by_zeros(std::string_view start) {
  const auto first = start.find_first_not_of('\0');
  constexpr std::string_view may_start_json = "{[ \t\r\n";
  if (start.size() < 4 || first == std::string_view::npos ||
      may_start_json.find(start[first]) == std::string_view::npos) {
    return {};
  }
  unsigned zeros = 0;
  for (std::size_t i = 0; i < 4; ++i) zeros = zeros * 2 + (start[i] == '\0');
  switch (zeros) {
    case 0b0101:
    case 0b1010: return utf16;
    case 0b0111:
    case 0b1110: return utf32;
    default: return {};
  }
}

}  // namespace

std::string_view unreadable_encoding(std::string_view start) {
  for (const Mark& mark : marks) {
    if (start.starts_with(mark.bytes)) return mark.reason;
  }
  const std::string_view found = by_zeros(start);
  if (!found.empty()) return found;
  const auto first = start.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  const bool is_json = start[first] == '{' || start[first] == '[';
  const std::string_view sample = start.substr(0, encoding_sample);
  return !is_json && sample.find('\0') != std::string_view::npos
             ? binary
             : std::string_view{};
}

}  // namespace trunklift
