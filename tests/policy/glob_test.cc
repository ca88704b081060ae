// Patterns of accounts and places.
#include "policy/glob.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

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
}

}  // namespace
}  // namespace trunklift
