// What a text that is no JSON says of itself for certain.
#include "pipeline/salvage.h"

#include <catch2/catch.hpp>

#include "parse/parser.h"

namespace trunklift {
namespace {

const std::string text =
    R"({"_id":"d1","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"abcd1",)"
    R"("pvt_account_db":"account%2Fab%2Fcd%2F1","servers":[{"auth":{}}]})";

TEST_CASE("a text that is broken elsewhere says which document it is") {
  const Salvage found = salvage(text.substr(0, text.size() - 1));
  CHECK(found.document_id == "d1");
  CHECK(found.account_id == "abcd1");
  CHECK(found.is_trunk);
}

TEST_CASE("neither a cut nor one damaged byte makes another document of it") {
  const auto check = [](const std::string& damaged) {
    CAPTURE(damaged);
    const Salvage found = salvage(damaged);
    CHECK((found.document_id.empty() || found.document_id == "d1"));
    CHECK((found.account_id.empty() || found.account_id == "abcd1"));
    CHECK(found.is_trunk);
  };
  for (std::size_t size = 0; size < text.size(); ++size) {
    check(text.substr(0, size));
  }
  Parser parser;
  for (std::size_t place = 0; place < text.size(); ++place) {
    for (int bits = 1; bits < 256; ++bits) {
      std::string damaged = text;
      damaged[place] = static_cast<char>(damaged[place] ^ bits);
      if (!parser.parse_copy(damaged)) check(damaged);
    }
  }
}

TEST_CASE("several documents in a text agree, or say nothing") {
  const Salvage same = salvage(R"({"_id":"1","pvt_account_id":"a"},)"
                               R"({"_id":"2","pvt_account_id":"a"},{)");
  CHECK(same.account_id == "a");
  CHECK(same.document_id.empty());
  CHECK(salvage(R"({"pvt_account_id":"a"},{"pvt_account_id":"b"},)")
            .account_id.empty());
  CHECK_FALSE(salvage(R"({"_id":"1","pvt_type":"device","a)").is_trunk);
  CHECK(salvage(R"({"_id":"1","pvt_type":"device","servers":)").is_trunk);
}

}  // namespace
}  // namespace trunklift
