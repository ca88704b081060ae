// JSON Pointers.
#include "model/pointer.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

TEST_CASE("a place spells its pointer out") {
  const Place root;
  const Place servers(root, "servers");
  const Place first(servers, std::size_t{10});
  const Place dids(first, "DIDs");
  CHECK(to_pointer(root).empty());
  CHECK(to_pointer(first) == "/servers/10");
  CHECK(to_pointer(Place(dids, "+1415")) == "/servers/10/DIDs/+1415");
}

TEST_CASE("tilde and slash are escaped, the empty key is a token") {
  const Place root;
  CHECK(to_pointer(Place(root, "a~/b")) == "/a~0~1b");
  CHECK(to_pointer(Place(root, "~1")) == "/~01");
  CHECK(to_pointer(Place(root, "")) == "/");
  CHECK(to_pointer(Place(root, std::string_view{})) == "/");
  std::string pointer = "/x";
  append_token(pointer, "/~");
  CHECK(pointer == "/x/~1~0");
}

}  // namespace
}  // namespace trunklift
