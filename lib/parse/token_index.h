// Where the tokens of a text start: simdjson's first stage. For lib/parse
// alone.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace trunklift {

// What the first stage promises of a text that it takes: it is valid UTF-8,
// all strings are closed and hold no control characters, and between the start
// of a token and that of the next there is this one token and blanks.
class TokenIndex {
public:
  // `text` needs `parse_padding` readable bytes behind it, and has to stay.
  simdjson::error_code find(std::string_view text);

  std::string_view text() const { return text_; }
  // Offsets; at the end stands the size of the text.
  const std::uint32_t* begin() const {
    return stages_->structural_indexes.get();
  }
  const std::uint32_t* end() const {
    return begin() + stages_->n_structural_indexes;
  }
  // Whether the text "key" stands at one of the last tokens, and the text
  // "value" at the one after the next: a guess at what the text says.
  bool ends_with_member(std::string_view key, std::string_view value) const;

  // False only if no string of the text is one of these.
  bool has_string(std::string_view one, std::string_view other) const;

  // Whether there is a backslash somewhere.
  bool has_escapes() const { return has_escapes_; }

  // What the string between quotes says whose first character is `from`, in
  // `to`, which has room for as many bytes and `parse_padding`. Its end, or
  // nullptr where an escape is malformed.
  char* unescape(const char* from, char* to) const {
    return reinterpret_cast<char*>(
        stages_->parse_string(reinterpret_cast<const std::uint8_t*>(from),
                              reinterpret_cast<std::uint8_t*>(to)));
  }

private:
  std::unique_ptr<simdjson::internal::dom_parser_implementation> stages_;
  std::string_view text_;
  bool has_escapes_ = false;
};

}  // namespace trunklift
