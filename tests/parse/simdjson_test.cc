// The parser and simdjson's own document model agree on what is JSON, and on
// what it says.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "simdjson_dom.h"

namespace trunklift {
namespace {

std::vector<std::string> seeds() {
  std::vector<std::string> out = {
      R"({})",
      R"([])",
      R"("")",
      R"(0)",
      R"(-1.5e3)",
      R"([true,false,null,-0,0.5,1e5,"\u00e9\ud83d\ude00\n\\\"",[],{}])",
      R"( { "a" : [ 1 , { "b" : "c" , "d" : [ ] } ] , "e" : { } } )",
      R"({"a":{"a":{"a":{"a":[[[[{"a":1}]]]]}}},"a":"twice"})",
      "[\"\xC3\xA9\xF0\x9F\x98\x80\",9223372036854775807,18446744073709551615]",
  };
  const std::filesystem::path demo = TRUNKLIFT_SOURCE_DIR "/fixtures/demo";
  for (const auto& entry : std::filesystem::directory_iterator(demo)) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) out.push_back(line);
  }
  return out;
}

class Mutator {
public:
  void change(std::string& text) {
    constexpr std::string_view alphabet =
        "{}[]:,\"\\ \n\t0123456789-+.eEtrufalsn\x01\xC3";
    const char c = alphabet[below(alphabet.size())];
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0: text.insert(at, 1, c); break;
      case 1: text.erase(at, 1 + below(3)); break;
      case 2:
        if (at < text.size()) text[at] = c;
        break;
      case 3:
        text.insert(at, text.substr(below(text.size() + 1), below(9)));
        break;
      default:
        if (below(8) == 0) text.resize(at);
    }
  }
  std::size_t below(std::size_t end) { return random_() % end; }

private:
  std::mt19937 random_{20260131};
};

TEST_CASE("what is JSON for simdjson is so for the parser, and the same") {
  for (const std::string& seed : seeds()) {
    CAPTURE(seed);
    CHECK(test::difference_to_dom(seed) == "");
  }
}

TEST_CASE("what is nearly JSON is refused or read as simdjson does it") {
  const std::vector<std::string> all = seeds();
  Mutator mutator;
  int differ = 0;
  for (int i = 0; i < 20'000 && differ < 10; ++i) {
    std::string text = all[mutator.below(all.size())];
    for (std::size_t n = mutator.below(4); n-- > 0;) mutator.change(text);
    const std::string difference = test::difference_to_dom(text);
    if (difference.empty()) continue;
    ++differ;
    CAPTURE(text);
    CHECK(difference == "");
  }
  CHECK(differ == 0);
}

}  // namespace
}  // namespace trunklift
