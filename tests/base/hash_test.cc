// Hashes and UUIDs: record ids must never change between releases.
#include "base/hash.h"

#include "base/uuid.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

TEST_CASE("a record id is a UUIDv5 in the project's own namespace") {
  CHECK(uuid5("account\ndocument") == "943e3798-01ad-5ea0-a1de-0a31f2f45076");
  CHECK(uuid5("account\ndocument ") != uuid5("account\ndocument"));
}

TEST_CASE("a content hash is XXH3 with 128 bits") {
  CHECK(hash128("").hex() == "99aa06d3014798d86001c324468d497f");
  CHECK(hash128("a").hex() != hash128("b").hex());
}

TEST_CASE("fields do not run into each other") {
  const auto hash = [](auto... fields) {
    FieldHash out;
    (out.add(fields), ...);
    return out.finish();
  };
  const std::string_view ab = "ab", a = "a", bc = "bc", c = "c", none;
  CHECK(hash(ab, c) != hash(a, bc));
  CHECK(hash(ab, none) != hash(none, ab));
  CHECK(hash(ab) != hash(ab, none));
  CHECK(hash(std::int64_t{1}) != hash(std::int64_t{-1}));
  CHECK(hash(ab, c) == hash(ab, c));
}

}  // namespace
}  // namespace trunklift
