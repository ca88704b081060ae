// KindCounts of documents: few are kept, and always the same.
#include "pipeline/kind_counts.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

namespace trunklift {
namespace {

using Named = std::vector<std::pair<std::string, std::uint64_t>>;

TEST_CASE("kinds come in an order of their own, known ones first") {
  KindCounts kinds;
  for (const char* name :
       {"vmbox", "device", "sys_info", "device", "a", "unreadable"}) {
    kinds.add(name);
  }
  kinds.add("device", 5);
  CHECK(kinds.list() == Named{{"sys_info", 1},
                              {"unreadable", 1},
                              {"a", 1},
                              {"vmbox", 1},
                              {"device", 7}});
  CHECK(kinds.of("device") == 7);
  CHECK(kinds.of("menu") == 0);
  CHECK(KindCounts().list().empty());
}

TEST_CASE("long names of kinds are not kept, nor is the name of the rest") {
  KindCounts kinds;
  kinds.add(std::string(KindCounts::longest, 'a'));
  kinds.add(std::string(KindCounts::longest + 1, 'a'), 2);
  kinds.add(std::string(1 << 20, 'b'));
  kinds.add("(others)", 4);
  CHECK(kinds.list() ==
        Named{{std::string(KindCounts::longest, 'a'), 1}, {"(others)", 7}});
  CHECK(kinds.of("(others)") == 7);
}

TEST_CASE("which kinds are kept depends neither on order nor on threads") {
  std::vector<std::string> names;
  for (int i = 0; i < 1000; ++i) {
    names.insert(names.end(), static_cast<std::size_t>(i % 3 + 1),
                 "k" + std::to_string(i));
  }
  // Longer than what there is too much of.
  names.insert(names.end(), {"sys_info", "limits", "unreadable", "sys_info"});
  std::mt19937 random(1);
  Named expected;
  for (int round = 0; round < 20; ++round) {
    std::shuffle(names.begin(), names.end(), random);
    // As batches do it: each counts by itself, and they are added up.
    std::vector<KindCounts> parts(static_cast<std::size_t>(round + 1));
    for (const std::string& name : names)
      parts[random() % parts.size()].add(name);
    KindCounts all;
    for (const KindCounts& part : parts) all.add(part);
    if (round == 0) expected = all.list();
    REQUIRE(all.list() == expected);
  }
  REQUIRE(expected.size() == KindCounts::most + 1);
  CHECK(expected[0] == Named::value_type("limits", 1));
  CHECK(expected[1] == Named::value_type("sys_info", 2));
  CHECK(expected[2] == Named::value_type("unreadable", 1));
  CHECK(expected[3] == Named::value_type("k0", 1));
  CHECK(expected[199] == Named::value_type("k196", 2));
  std::uint64_t counted = 0;
  for (const auto& [name, count] : expected) counted += count;
  CHECK(counted == names.size());
}

}  // namespace
}  // namespace trunklift
