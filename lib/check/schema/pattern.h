// A compiled regular expression of a schema.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "check/schema/ecma.h"
#include "check/schema/simple_pattern.h"

// PCRE2's own types, which its header would bring in together with macros.
struct pcre2_real_code_8;
struct pcre2_real_match_data_8;
struct pcre2_real_match_context_8;

namespace trunklift::schema {

enum class Match : std::uint8_t {
  no,
  yes,
  // The match took more than a million steps, or more memory than we allow.
  undecided,
};

// What a match needs to write to; one a thread, reused.
class MatchScratch {
public:
  MatchScratch();

private:
  friend class Pattern;
  struct Free {
    void operator()(pcre2_real_match_data_8* data) const;
    void operator()(pcre2_real_match_context_8* context) const;
  };
  std::unique_ptr<pcre2_real_match_data_8, Free> data_;
  std::unique_ptr<pcre2_real_match_context_8, Free> context_;
};

// Immutable and shareable between threads.
class Pattern {
public:
  // Throws BadPattern.
  Pattern(std::string_view ecma, Dialect dialect);

  // Whether `text` (UTF-8) contains a match.
  Match match(std::string_view text, MatchScratch& scratch) const;

  const std::string& source() const { return source_; }
  bool is_simple() const { return simple_.has_value(); }

private:
  struct Free {
    void operator()(pcre2_real_code_8* code) const;
  };
  std::string source_;
  std::optional<SimplePattern> simple_;
  std::unique_ptr<pcre2_real_code_8, Free> code_;  // unless simple
};

}  // namespace trunklift::schema
