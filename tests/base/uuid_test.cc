// UUIDs: text and back.
#include "base/uuid.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

std::string text_of(const Uuid& id) {
  std::string out(uuid_size, '?');
  write_uuid(id, out.data());
  return out;
}

TEST_CASE("the text of an id is read back") {
  for (const std::string name : {"", "a", "account\ndocument"}) {
    const Uuid id = uuid_of(name);
    CHECK(text_of(id) == uuid5(name));
    CHECK(uuid_from(uuid5(name)) == id);
  }
  CHECK((uuid_of("")[6] >> 4) == 5);
  const Uuid random = random_uuid();
  CHECK((random[6] >> 4) == 4);
  CHECK(random != random_uuid());
  CHECK(uuid_from(text_of(random)) == random);
}

TEST_CASE("what is no id is not read") {
  const std::string id = "00112233-4455-6677-8899-aabbccddeeff";
  REQUIRE(uuid_from(id));
  CHECK_FALSE(uuid_from(""));
  CHECK_FALSE(uuid_from(id + "0"));
  for (std::size_t i = 0; i < id.size(); ++i) {
    for (const char wrong : {'g', 'A', ' ', '\0', '\x7F'}) {
      std::string other = id;
      other[i] = wrong;
      CHECK_FALSE(uuid_from(other));
    }
  }
  std::string digit_for_hyphen = id;
  digit_for_hyphen[8] = '0';
  CHECK_FALSE(uuid_from(digit_for_hyphen));
}

}  // namespace
}  // namespace trunklift
