// Finds where a JSON value ends. Its bytes may come piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "source/skim.h"

namespace trunklift {

inline bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Counts brackets and quotes only; whether the value is valid JSON is for the
// parser to say. But a broken value does not swallow the documents behind it:
// if a line starts with a bracket that cannot belong to the value, the value is
// broken and ends there.
class Scanner {
public:
  enum class Found : std::uint8_t {
    more,       // more bytes are needed
    end,        // the value ends
    boundary,   // the value is broken, and another one starts
    cut_short,  // the bytes end before the value does
  };

  // Starts at the first byte of a new value.
  void start() { *this = Scanner(); }

  // Goes on with `bytes`, which start with the value, without the part that was
  // dropped. `complete` says that no more will come. To recognize a boundary,
  // at most `longest` bytes are looked at. Nothing may be dropped before there
  // are more than that.
  Found run(std::string_view bytes, bool complete, std::size_t longest);

  // Where the value ends, or where the next one starts, or how far the scan
  // came.
  std::size_t at() const { return at_; }

  // Drops `bytes`, which start at the front and end at `at` or before.
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

  // As long as there is no trouble, Skim does the work. Then the scan starts
  // over.
  bool is_skimmed_ = false;
  Skim skim_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::uint64_t arrays_ = 0;  // a bit for each open bracket: 1 for [, 0 for {
  bool started_ = false;
  bool in_string_ = false;
  bool is_scalar_ = false;
  bool too_deep_ = false;  // deeper than `arrays_` has bits
  bool broken_ = false;    // the value cannot be JSON
  char dropped_ = ' ';     // the last dropped byte that is not blank
};

// Where the value ends that `bytes` start with; npos if it is cut short.
std::size_t value_end(std::string_view bytes);

}  // namespace trunklift
