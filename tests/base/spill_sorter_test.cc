// Sorting in bounded memory: order, equal records, runs, errors.
#include "base/spill_sorter.h"

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "base/error.h"
#include "base/spill_log.h"

namespace trunklift {
namespace {

struct Record {
  std::uint32_t key, number;
  auto operator<=>(const Record&) const = default;
};

std::vector<Record> random_records(std::size_t count) {
  std::mt19937 random(3);
  std::vector<Record> out;
  for (std::uint32_t i = 0; i < count; ++i)
    out.push_back({static_cast<std::uint32_t>(random() % 97), i});
  return out;
}

std::vector<Record> sorted(const std::vector<Record>& records,
                           std::size_t memory, bool spills) {
  SpillSorter<Record> sorter(memory);
  for (const Record& record : records) sorter.add(record);
  std::vector<Record> out;
  sorter.for_each([&](const Record& record) { out.push_back(record); });
  CHECK(sorter.spilled() == spills);
  return out;
}

TEST_CASE("records come sorted, in memory or not") {
  for (const std::size_t count : {0, 1, 2, 3, 63, 64, 65, 1000, 20000}) {
    const std::vector<Record> records = random_records(count);
    std::vector<Record> expected = records;
    std::sort(expected.begin(), expected.end());
    CHECK((sorted(records, 1 << 20, false) == expected));
    CHECK((sorted(records, 64 * sizeof(Record), count > 64) == expected));
    CHECK((sorted(records, 0, count > 2) == expected));
  }
}

TEST_CASE("equal records all come") {
  const std::vector<Record> records(1000, Record{7, 7});
  CHECK((sorted(records, 1 << 20, false) == records));
  CHECK((sorted(records, 160, true) == records));
}

TEST_CASE("neighbours come together, across runs as well") {
  const std::vector<Record> records = random_records(5000);
  for (const std::size_t memory : {std::size_t{1} << 20, std::size_t{800}}) {
    SpillSorter<Record> sorter(memory);
    for (const Record& record : records) sorter.add(record);
    std::uint32_t groups = 0;
    std::size_t count = 0;
    sorter.for_each_group(
        [](const Record& a, const Record& b) { return a.key == b.key; },
        [&](std::span<const Record> group) {
          CHECK(group.front().key == groups++);
          CHECK(group.back().key == group.front().key);
          CHECK(std::is_sorted(group.begin(), group.end()));
          count += group.size();
        });
    CHECK(groups == 97);
    CHECK(count == records.size());
  }
}

TEST_CASE("a log gives back what was written, from memory or not") {
  for (const std::size_t memory : {0, 100, 100000}) {
    SpillLog log(memory);
    std::vector<std::uint64_t> places;
    const auto text = [](std::size_t i) {
      return std::string(i % 150, static_cast<char>('a' + i % 26));
    };
    for (std::size_t i = 0; i < 1000; ++i) {
      places.push_back(log.append(text(i)));
      CHECK(places.back() % SpillLog::alignment == 0);
    }
    for (std::size_t i = 0; i < 1000; i += 7) {
      CHECK(log.text(places[i], i % 150) == text(i));
    }
  }
}

TEST_CASE("without a place for temporary files, the error says what to do") {
  const char* set = std::getenv("TMPDIR");
  const std::string before = set ? set : "";
  ::setenv("TMPDIR", "/does/not/exist", 1);
  try {
    const TempFile file;
    FAIL("expected an error");
  } catch (const Error& error) {
    CHECK(error.code() == Exit::target);
    CHECK(std::string(error.what()) ==
          "cannot create a temporary file in /does/not/exist: "
          "No such file or directory");
    CHECK(error.advice() ==
          "free some space there, or let TMPDIR name another folder");
  }
  if (set) {
    ::setenv("TMPDIR", before.c_str(), 1);
  } else {
    ::unsetenv("TMPDIR");
  }
}

}  // namespace
}  // namespace trunklift
