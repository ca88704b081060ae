// Texts that are shortened in the middle, at borders of characters.
#include "base/shortened.h"

#include <catch2/catch.hpp>
#include <string>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace trunklift {
namespace {

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  while (times-- > 0) out += text;
  return out;
}

std::string hash_of(std::string_view text) {
  return hash128(text).hex().substr(0, 16);
}

TEST_CASE("up to 256 characters are shown as they are, whatever their bytes") {
  for (const std::string_view character : {"a", "é", "€", "😀"}) {
    const std::string most = repeated(character, 256);
    CHECK(shortened(most) == most);
    CHECK_FALSE(is_longer_than(most, 256));
    const std::string more = repeated(character, 257);
    CHECK(is_longer_than(more, 256));
    CHECK(shortened(more) ==
          repeated(character, 100) + "…(" + std::to_string(more.size()) +
              " bytes, " + hash_of(more) + ")…" + repeated(character, 100));
  }
  CHECK(shortened("").empty());
}

TEST_CASE("what is shown has both ends, its length and a hash") {
  std::string text = repeated("ä", 200) + repeated("x", 1'000'000);
  text += repeated("ü", 99) + "z";
  const std::string shown = shortened(text);
  CHECK(shown == repeated("ä", 100) + "…(1000599 bytes, " + hash_of(text) +
                     ")…" + repeated("ü", 99) + "z");
  CHECK(shortened(shown) == shown);
  CHECK(valid_utf8(shown) == shown);
  // One that differs in the middle alone looks different.
  text[500'000] = 'y';
  CHECK(shortened(text) != shown);
}

TEST_CASE("any bytes will do") {
  const std::string bytes(2000, '\x80');  // no character begins
  CHECK(shortened(bytes).find("2000 bytes") != std::string::npos);
  CHECK(shortened(std::string(2000, '\xff')).size() < 300);
  CHECK(shortened(std::string(2000, '\0')).size() < 300);
}

TEST_CASE("names of inputs are shown whole as long as a path can be") {
  const std::string path = repeated("/d", 2048);
  CHECK(shown_input(path) == path);
  CHECK(shown_input(path + "x") == shortened(path + "x"));
  CHECK(shown_input("a\xff") == "a\xEF\xBF\xBD");
}

TEST_CASE("an error shows a path whole, and little of what is longer") {
  const std::string path = repeated("/d", 2000), text(100'000, 'x');
  const std::string what = Error(Exit::input, "read", path, text).what();
  CHECK(what == "cannot read " + path + ": " + shortened(text));
}

}  // namespace
}  // namespace trunklift
