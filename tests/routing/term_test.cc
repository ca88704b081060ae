// How the platform reads values, in the small.
#include "routing/term.h"

#include <catch2/catch.hpp>
#include <string>

#include "../pipeline/support.h"
#include "routing/shown_value.h"

namespace trunklift::routing {
namespace {

std::string script(std::string_view json) {
  std::string out;
  append_script_json(out, *test::Json(json));
  return out;
}

std::string shown(std::string_view json) {
  std::string out;
  append_shown_value(out, *test::Json(json), true);
  return out;
}

TEST_CASE("numbers are doubles for a view") {
  CHECK(script("[1,1.0,-0.0,0.5,1e3]") == "[1,1,0,0.5,1000]");
  CHECK(script("9007199254740993") == "9007199254740992");
  CHECK(script("-9223372036854775808") == "-9223372036854776000");
  CHECK(script("9223372036854775808") == "9223372036854776000");
  CHECK(script("123456789012345678901") == "123456789012345680000");
  CHECK(script("1e21") == "1e+21");
  CHECK(script("1e400") == "null");
}

TEST_CASE("names that are indexes come first in a view") {
  CHECK(script(R"({"b":1,"10":2,"a":3,"9":4,"01":5})") ==
        R"({"9":4,"10":2,"b":1,"a":3,"01":5})");
  CHECK(script(R"({"4294967295":1,"4294967294":2})") ==
        R"({"4294967294":2,"4294967295":1})");
}

TEST_CASE("names with Latin, Greek or Cyrillic letters are never looked up") {
  CHECK(lookup_text("Trunk1") == "trunk1");
  CHECK(lookup_text("电话") == "电话");
  CHECK(lookup_text("🙂") == "🙂");
  for (const char* name : {"büro", "Ω", "ж"}) {
    CAPTURE(name);
    CHECK_FALSE(lookup_text(name));
  }
}

TEST_CASE("reading from what is no object ends the process") {
  const test::Json json(R"({"a":null,"list":[1],"text":"x"})");
  CHECK(get(&*json, "a")->is(Type::null));
  CHECK(get(&*json, "b") == nullptr);
  CHECK(get(nullptr, "b") == nullptr);
  CHECK(get(json->find("list"), "b") == nullptr);
  CHECK_THROWS_AS(get(json->find("a"), "b"), Crash);
  CHECK_THROWS_AS(get(json->find("text"), "b"), Crash);
  CHECK_THROWS_AS(get_object(json->find("list"), "b"), Crash);
}

TEST_CASE("what may be secret is not shown") {
  CHECK(shown(R"({"sip":"sip:u:pass@192.0.2.1:5060"})") ==
        R"({"sip":"sip:u:***@192.0.2.1:5060"})");
  CHECK(shown(R"({"X-Auth-Key":"k","x":[{"passWord":{"a":1}}]})") ==
        R"({"X-Auth-Key":"***","x":[{"passWord":"***"}]})");
  CHECK(without_passwords("user:pass@host") == "user:***@host");
  for (const char* open :
       {"sip:u@192.0.2.1:5060", "sips:u@x", "192.0.2.1:5060", "a@b", "x:1"}) {
    CHECK(without_passwords(open) == open);
  }
}

}  // namespace
}  // namespace trunklift::routing
