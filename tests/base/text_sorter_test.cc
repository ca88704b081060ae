// Texts that are sorted, in memory and beyond it.
#include "base/text_sorter.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

namespace trunklift {
namespace {

std::vector<std::string> sorted(const std::vector<std::string>& texts,
                                std::size_t memory) {
  TextSorter sorter(memory);
  for (const std::string& text : texts) sorter.add(text);
  std::vector<std::string> out;
  sorter.for_each([&](std::string_view text) { out.emplace_back(text); });
  return out;
}

TEST_CASE("texts come in the order of their bytes, whatever fits into memory") {
  std::mt19937 random(3);
  std::vector<std::string> texts = {
      "",  "",  std::string("\0\0", 2), std::string("\0\1", 2), "\xff",
      "~", "a", std::string(5000, 'a')};
  for (int i = 0; i < 3000; ++i) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = static_cast<char>(random() % 4 + 'a');
    texts.push_back(text);
  }
  std::vector<std::string> expected = texts;
  std::sort(expected.begin(), expected.end());
  for (const std::size_t memory : {1U, 100U, 4096U, 20'000U, 10'000'000U}) {
    CHECK(sorted(texts, memory) == expected);
  }
  CHECK(sorted({}, 100).empty());
}

}  // namespace
}  // namespace trunklift
