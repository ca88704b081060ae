// Cells, and how they are printed.
#include "model/modern.h"

#include <catch2/catch.hpp>
#include <limits>

#include "base/time.h"

namespace trunklift {
namespace {

std::string printed(const Cell& cell) {
  return std::string(CellText().print(cell));
}

TEST_CASE("a cell is printed as targets show it") {
  CHECK(printed({}) == "");
  CHECK(printed(Cell::of("a\tb")) == "a\tb");
  CHECK(printed(Cell::of(std::int64_t{-7})) == "-7");
  CHECK(printed(Cell::of(std::numeric_limits<std::int64_t>::min())) ==
        "-9223372036854775808");
  CHECK(printed(Cell::truth(true)) == "1");
  CHECK(printed(Cell::truth(false)) == "0");
  CHECK(printed(Cell::time(gregorian_unix_offset + 951'782'400)) ==
        "2000-02-29T00:00:00Z");
  CHECK(printed(Cell::id({0x0F, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
                          0xF0})) == "0f010203-0405-0607-0809-0a0b0c0d0ef0");
}

TEST_CASE("a cell says nothing of another kind than it has") {
  const Cell text = Cell::of("abcdefghijklmnop");
  CHECK(text.integer() == 0);
  CHECK(text.id() == Uuid{});
  const Cell id = Cell::id({1, 2, 3});
  CHECK(id.text().empty());
  CHECK(id.integer() == 0);
  const Cell number = Cell::of(std::int64_t{5});
  CHECK(number.text().empty());
  CHECK(number.id() == Uuid{});
  CHECK(Cell().is_null());
  CHECK_FALSE(Cell::of(std::string_view()).is_null());
}

}  // namespace
}  // namespace trunklift
