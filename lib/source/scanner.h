// Finds where a JSON value ends, in bytes that may come piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "source/skim.h"

namespace trunklift {

inline bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Brackets and quotes are counted: whether the value is JSON, the parser
// judges. But no value swallows the documents behind it: where a line starts
// with a bracket that cannot belong to the value, the value is broken and ends.
class Scanner {
public:
  enum class Found : std::uint8_t {
    more,       // bytes are needed
    end,        // of the value
    boundary,   // the value is broken, another one starts
    cut_short,  // the bytes end before the value
  };

  // At the first byte of a value.
  void start() { *this = Scanner(); }

  // Goes on in `bytes`, which start where the value does, less what was
  // dropped. `complete`: no more will come. Not more than `longest` bytes are
  // looked at to know a boundary; nothing may be dropped before there are more.
  Found run(std::string_view bytes, bool complete, std::size_t longest);

  // How far it came: where the value ends, or where the next one starts.
  std::size_t at() const { return at_; }

  // Forgets these bytes, from the first one to `at` or before.
  void drop(std::string_view bytes);

private:
  enum class Answer : std::uint8_t { no, yes, unknown };

  Found scalar(std::string_view bytes, bool complete);
  Found nested(std::string_view bytes, bool complete, std::size_t longest);
  Answer starts_anew(std::string_view bytes, std::size_t at, bool complete,
                     std::size_t longest) const;
  char last_before(std::string_view bytes, std::size_t at) const;
  void open(bool array);
  void close(bool array);
  bool in_array() const { return (arrays_ & 1) != 0; }

  // While all is well the bytes are only skimmed. Then it begins anew.
  bool is_skimmed_ = false;
  Skim skim_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::uint64_t arrays_ = 0;  // a bit for each open bracket: is it [
  bool started_ = false;
  bool in_string_ = false;
  bool is_scalar_ = false;
  bool too_deep_ = false;  // for `arrays_`
  bool broken_ = false;    // it can no more be JSON
  char dropped_ = ' ';     // the last byte of those dropped that is not blank
};

// The end of the value that `bytes` start with, npos if it is cut short.
std::size_t value_end(std::string_view bytes);

}  // namespace trunklift
