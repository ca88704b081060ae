// The least of many heads, as they change.
#include "base/tournament.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

namespace trunklift {
namespace {

TEST_CASE("a tournament of any size merges what is sorted") {
  std::mt19937 random(7);
  for (std::size_t count = 0; count < 40; ++count) {
    std::vector<std::vector<int>> sequences(count);
    std::vector<int> expected;
    for (auto& sequence : sequences) {
      sequence.resize(random() % 6);  // some are empty, many are equal
      for (int& record : sequence) record = static_cast<int>(random() % 20);
      std::sort(sequence.begin(), sequence.end());
      expected.insert(expected.end(), sequence.begin(), sequence.end());
    }
    std::sort(expected.begin(), expected.end());

    std::vector<std::size_t> at(count, 0);
    const auto head = [&](std::size_t i) {
      return at[i] < sequences[i].size() ? &sequences[i][at[i]] : nullptr;
    };
    std::vector<const int*> heads;
    for (std::size_t i = 0; i < count; ++i) heads.push_back(head(i));
    Tournament<int> tournament(heads);
    std::vector<int> merged;
    while (const int* least = tournament.head()) {
      merged.push_back(*least);
      ++at[tournament.least()];
      tournament.change_head(head(tournament.least()));
    }
    INFO(count << " sequences");
    CHECK((merged == expected));
  }
}

}  // namespace
}  // namespace trunklift
