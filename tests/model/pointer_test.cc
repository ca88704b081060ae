// JSON Pointers.
#include "model/pointer.h"

#include <catch2/catch.hpp>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

TEST_CASE("a pointer is taken apart as it was put together") {
  using Tokens = std::vector<std::string>;
  CHECK(tokens_of("").empty());
  CHECK(tokens_of("/") == Tokens{""});
  CHECK(tokens_of("/a~1b/0//~01") == Tokens{"a/b", "0", "", "~1"});
  CHECK(tokens_of("/a~/~2/~~0~") == Tokens{"a~", "~2", "~~~"});
  for (const std::string token : {"", "~", "/", "~1", "a~/b~", "~~//"}) {
    std::string pointer;
    append_token(pointer, token);
    CHECK(tokens_of(pointer) == Tokens{token});
  }
}

TEST_CASE("an item is named by digits alone, without leading zeros") {
  CHECK(item_index("0") == 0);
  CHECK(item_index("1234567890123") == 1234567890123);
  for (const std::string_view token :
       {"", "-1", "+1", "01", "00", " 1", "1 ", "1x", "x", "1.0",
        "99999999999999999999"}) {
    CHECK_FALSE(item_index(token));
  }
}

// Both ways to shorten a pointer, of its text and of its place.
std::string shown(const Place& place) {
  const std::string whole = to_pointer(place);
  const std::string out = shortened_pointer(place);
  CHECK(shortened_pointer(std::string_view(whole)) == out);
  CHECK(is_kept_whole(place) == is_kept_whole(std::string_view(whole)));
  CHECK(kept_pointer(place).text == (is_kept_whole(place) ? whole : out));
  CHECK(shortened_pointer(std::string_view(out)) == out);
  return out;
}

TEST_CASE("a pointer that is too long keeps both ends") {
  const Place root;
  const Place servers(root, "servers");
  const Place first(servers, std::size_t{0});
  const std::string key(300, 'k'), odd = "a~b/" + std::string(5000, '~') + "é";
  const Place short_one(first, std::string_view(key).substr(0, 245));
  CHECK(shown(short_one) == to_pointer(short_one));
  const Place long_one(first, key);
  const std::string head = "/servers/0/" + std::string(89, 'k');
  CHECK(shown(long_one).starts_with(head + "…(311 bytes, "));
  CHECK(shown(long_one).ends_with(")…" + std::string(100, 'k')));
  const Place below(long_one, "auth");
  CHECK(shown(below).starts_with(head + "…(316 bytes, "));
  CHECK(shown(below).ends_with(std::string(95, 'k') + "/auth"));
  const Place above(below, odd);
  const Place item(above, std::size_t{1234567});
  CHECK(shown(item).ends_with("~0~0é/1234567"));
  CHECK(shown(item).size() < 300);
  // The hash is of every step.
  std::set<std::string> all;
  for (const std::string_view name : {"a", "b", "a/b", "a~b", ""}) {
    const Place inner(first, name);
    const Place deep(inner, key);
    for (std::size_t i = 0; i < 3; ++i) {
      const Place step(deep, i);
      const Place at(step, "same");
      CHECK(all.insert(shown(at).substr(at.key.size())).second);
    }
  }
}

TEST_CASE("a pointer of many steps is shortened like one of long ones") {
  const Place root;
  const std::string key(30, 'x'), other = "é";
  std::deque<Place> places{root};
  while (places.size() < 2000) {
    places.emplace_back(places.back(), places.size() % 2 ? key : other);
  }
  for (const std::size_t depth :
       {1U, 3U, 16U, 17U, 18U, 60U, 64U, 65U, 1999U}) {
    shown(places[depth]);
  }
  CHECK(shown(places.back()).starts_with("/" + key + "/é/" + key));
  CHECK_FALSE(is_kept_whole(places.back()));
}

}  // namespace
}  // namespace trunklift
