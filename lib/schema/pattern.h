// A compiled regular expression of a schema.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "schema/ecma.h"
#include "schema/simple_pattern.h"

// PCRE2's own types, which its header would bring in together with macros.
struct pcre2_real_code_8;
struct pcre2_real_jit_stack_8;
struct pcre2_real_match_data_8;
struct pcre2_real_match_context_8;

namespace trunklift::schema {

enum class Match : std::uint8_t {
  no,
  yes,
  // The match took more steps than are left to the document, or more memory
  // than we allow.
  undecided,
};

// What a match needs to write to; one a thread, reused. It also counts what the
// patterns of a schema cost a document: one step for each part of a pattern
// that is tried, and one for each byte that it is tried on. 64 steps a byte are
// free, which no pattern whose steps are in proportion to the text exceeds;
// others share 50 million, a quarter of a second, which is enough to match a
// pattern that takes the square of its text with some 7,000 bytes.
class MatchScratch {
public:
  static constexpr std::uint64_t most_steps = 50'000'000;
  // Completes "a string that the pattern X".
  static constexpr const char* within_steps =
      " is done with within 50,000,000 steps a document and 64 a byte";

  MatchScratch();
  // To be called before each document.
  void restart() { steps_left_ = most_steps; }

private:
  friend class Pattern;
  struct Free {
    void operator()(pcre2_real_match_data_8* data) const;
    void operator()(pcre2_real_match_context_8* context) const;
    void operator()(pcre2_real_jit_stack_8* stack) const;
  };
  std::unique_ptr<pcre2_real_match_data_8, Free> data_;
  std::unique_ptr<pcre2_real_match_context_8, Free> context_;
  std::unique_ptr<pcre2_real_jit_stack_8, Free> stack_;  // if there is a JIT
  std::uint64_t steps_left_ = most_steps;
};

// Immutable and shareable between threads.
class Pattern {
public:
  // Throws BadPattern.
  Pattern(std::string_view ecma, Dialect dialect);

  // Whether `text` (UTF-8) contains a match. "undecided" where the document has
  // used up its steps, or where a match needs more memory than 64 MiB.
  Match match(std::string_view text, MatchScratch& scratch) const;

  const std::string& source() const { return source_; }
  bool is_simple() const { return simple_.has_value(); }

private:
  struct Free {
    void operator()(pcre2_real_code_8* code) const;
  };
  using Code = std::unique_ptr<pcre2_real_code_8, Free>;
  Match count(std::string_view text, MatchScratch& scratch) const;
  static Code compiled(const std::string& pattern, std::uint32_t options);

  std::string source_;
  std::optional<SimplePattern> simple_;
  // Unless simple: for short texts, and one that counts its steps.
  Code code_;
  Code counting_;
};

}  // namespace trunklift::schema
