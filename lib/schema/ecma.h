// ECMA-262 regular expressions (as in JavaScript with the `u` flag), written as
// PCRE2 has them.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace trunklift::schema {

// A pattern that ECMA-262 or PCRE2 refuses; says why. The compiler of schemas
// turns it into an Error that names the place.
struct BadPattern : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Whose regular expressions they are.
enum class Dialect : std::uint8_t {
  ecma,
  // The platform's library takes UTF-8, but letters up to U+00FF belong to \w,
  // and `$` also matches before one newline at the very end.
  platform,
};

// The PCRE2 pattern that matches (in UTF mode, without UCP) what `ecma` does.
// More lenient than the `u` flag in one way: any ASCII punctuation may be
// escaped, and `]`, `{` and `}` may stand for themselves.
// `$` is the caller's to set, by PCRE2_DOLLAR_ENDONLY.
std::string to_pcre2(std::string_view ecma, Dialect dialect);

}  // namespace trunklift::schema
