// Patterns of accounts and places.
#include "policy/glob.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

bool matches_glob(const std::string& pattern, const std::string& text) {
  Globs globs;
  globs.at(pattern) = 1;
  bool found = false;
  globs.each_match(text, [&](std::uint32_t) { found = true; });
  return found;
}

bool matches_pointer(std::string_view pattern, std::string_view pointer) {
  PlacePatterns patterns;
  const std::uint32_t end = patterns.add("*", pattern);
  const bool found = patterns.match("a", pointer);
  CHECK(patterns.is_used(end) == found);
  return found;
}

TEST_CASE("a pattern of accounts is a glob") {
  CHECK(matches_glob("*", ""));
  CHECK(matches_glob("0c*", "0c5b"));
  CHECK(matches_glob("0?[ab]", "0ca"));
  CHECK_FALSE(matches_glob("0c", "0c5b"));
}

TEST_CASE("a pattern of places goes token by token") {
  CHECK(matches_pointer("/servers/*/auth/ip", "/servers/12/auth/ip"));
  CHECK_FALSE(matches_pointer("/servers/*/ip", "/servers/12/auth/ip"));
  CHECK_FALSE(matches_pointer("/servers/*", "/servers"));
  CHECK(matches_pointer("/servers/*/DIDs/+1415*", "/servers/0/DIDs/+14155"));
  CHECK(matches_pointer("", ""));
  CHECK_FALSE(matches_pointer("", "/account"));
}

TEST_CASE("two stars are any number of tokens") {
  CHECK(matches_pointer("**", ""));
  CHECK(matches_pointer("**", "/a/b"));
  CHECK(matches_pointer("/servers/**", "/servers"));
  CHECK(matches_pointer("/servers/**", "/servers/0/auth/ip"));
  CHECK(matches_pointer("/**/ip", "/servers/0/auth/ip"));
  CHECK(matches_pointer("/**/auth/**", "/servers/0/auth/ip"));
  CHECK(matches_pointer("/**/a/b", "/a/c/a/b"));
  CHECK_FALSE(matches_pointer("/**/a/b", "/a/c/a/b/c"));
  CHECK_FALSE(matches_pointer("/account/**", "/servers/0"));
  CHECK(matches_pointer("/**/**/ip", "/ip"));
  CHECK_FALSE(matches_pointer("/**/**/ip", "/port"));
}

TEST_CASE("of many patterns all that match are used, and no other") {
  PlacePatterns patterns;
  const auto of_account = patterns.add("0c", "**");
  const auto same = patterns.add("0c", "**");
  const auto of_place = patterns.add("*", "/servers/*/auth/ip");
  const auto of_some = patterns.add("0*", "/servers/1?/**");
  const auto of_all = patterns.add("**", "/**/ip");
  const auto of_other = patterns.add("0d", "**");
  const auto further = patterns.add("0c", "/servers/12/auth/ip/*");
  CHECK(of_account == same);
  CHECK(patterns.match("0c", "/servers/12/auth/ip"));
  for (const auto used : {of_account, of_place, of_some, of_all}) {
    CHECK(patterns.is_used(used));
  }
  CHECK_FALSE(patterns.is_used(of_other));
  CHECK_FALSE(patterns.is_used(further));
  CHECK_FALSE(patterns.match("0e", "/servers/2/auth/port"));
}

}  // namespace
}  // namespace trunklift
