// Rows for COPY's binary format, byte by byte.
#include "sink/postgres/copy_binary.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

#include "base/time.h"

using namespace trunklift;
using namespace trunklift::postgres;

namespace {

std::string row_of(TableId id, std::size_t column, Cell cell) {
  Row row(id);
  row[column] = cell;
  std::string out;
  append_binary_row(out, table(id), row);
  return out;
}

// What stands for the column, its size included.
std::string written(TableId id, std::size_t column, Cell cell) {
  const std::string row = row_of(id, column, cell);
  const std::size_t columns = table(id).columns.size();
  const std::size_t nulls_before = 2 + 4 * column;
  const std::size_t nulls_behind = 4 * (columns - column - 1);
  REQUIRE(static_cast<unsigned char>(row[1]) == columns);
  REQUIRE(row.substr(2, 4 * column) == std::string(4 * column, '\xFF'));
  REQUIRE(row.substr(row.size() - nulls_behind) ==
          std::string(nulls_behind, '\xFF'));
  return row.substr(nulls_before, row.size() - nulls_before - nulls_behind);
}

std::string text_of(std::string_view text) {
  return written(TableId::trunk, trunk::name, Cell::of(text));
}

std::string bytes(std::string_view text) { return std::string(text); }

}  // namespace

using namespace std::string_view_literals;

TEST_CASE("a binary row has its columns as the target's types want them") {
  CHECK(text_of("Büro") == bytes("\0\0\0\5B\xC3\xBCro"sv));
  CHECK(text_of("") == bytes("\0\0\0\0"sv));
  CHECK(written(TableId::device, device::enabled, Cell::truth(true)) ==
        bytes("\0\0\0\1\1"sv));
  CHECK(written(TableId::device, device::port, Cell::of(std::int64_t{5060})) ==
        bytes("\0\0\0\4\0\0\x13\xC4"sv));
  CHECK(written(TableId::device, device::delay, Cell::of(std::int64_t{-2})) ==
        bytes("\0\0\0\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFE"sv));
  CHECK(written(TableId::device, device::ip, Cell::of("10.0.0.255"sv)) ==
        bytes("\0\0\0\x08\2\x20\0\4\x0A\0\0\xFF"sv));
  CHECK(written(TableId::device, device::ip, Cell::of("::1"sv)) ==
        bytes("\0\0\0\x14\3\x80\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1"sv));
  CHECK(written(TableId::device, device::id,
                Cell::id({0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88,
                          0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF})) ==
        bytes("\0\0\0\x10\0\x11\x22\x33\x44\x55\x66\x77\x88\x99\xAA\xBB\xCC"
              "\xDD\xEE\xFF"sv));
  // Microseconds since 2000.
  CHECK(written(TableId::trunk, trunk::created,
                Cell::time(*gregorian_from_iso("2000-01-01T00:00:01Z"))) ==
        bytes("\0\0\0\x08\0\0\0\0\0\x0F\x42\x40"sv));
  CHECK(written(TableId::unconverted_document, unconverted_document::document,
                Cell::of("\0\xFF"sv)) == bytes("\0\0\0\2\0\xFF"sv));
}

TEST_CASE("a binary row tells jsonb from json, and writes arrays of text") {
  CHECK(written(TableId::device, device::extra, Cell::of("{}"sv)) ==
        bytes("\0\0\0\3\1{}"sv));
  CHECK(written(TableId::legacy_document, legacy_document::changes,
                Cell::of("[]"sv)) == bytes("\0\0\0\2[]"sv));
  CHECK(
      written(TableId::device, device::codecs, Cell::of(R"(["a","\"\n"])"sv)) ==
      bytes("\0\0\0\x1F\0\0\0\1\0\0\0\0\0\0\0\x19\0\0\0\2\0\0\0\1"
            "\0\0\0\1a\0\0\0\2\"\n"sv));
  CHECK(written(TableId::device, device::codecs, Cell::of("[]"sv)) ==
        bytes("\0\0\0\x0C\0\0\0\0\0\0\0\0\0\0\0\x19"sv));
}

TEST_CASE("a binary row has no U+0000 where PostgreSQL has no place for it") {
  CHECK(text_of("a\0b"sv) == bytes("\0\0\0\5a\xEF\xBF\xBD"
                                   "b"sv));
  CHECK(written(TableId::device, device::extra,
                Cell::of(R"(["\u0000","\\u0000"])"sv)) ==
        bytes("\0\0\0\x12\1[\"\xEF\xBF\xBD\",\"\\\\u0000\"]"sv));
}

TEST_CASE("a value that is none of its type is left for the server to refuse") {
  CHECK(
      written(TableId::device, device::port, Cell::of(std::int64_t{1} << 32)) ==
      bytes("\0\0\0\x08\0\0\0\1\0\0\0\0"sv));
  CHECK(written(TableId::device, device::ip, Cell::of("10.0.0"sv)) ==
        bytes("\0\0\0\6"
              "10.0.0"sv));
  CHECK(written(TableId::device, device::id, Cell::of("0011"sv)) ==
        bytes("\0\0\0\4"
              "0011"sv));
}

TEST_CASE("the end of a binary row is found") {
  std::string rows =
      row_of(TableId::trunk, trunk::name, Cell::of("\xFF\xFF\xFF\xFF"sv));
  const std::size_t first = rows.size();
  rows += row_of(TableId::trunk, trunk::realm, Cell::of("r"sv));
  CHECK(binary_row_end(rows, 0) == first);
  CHECK(binary_row_end(rows, first) == rows.size());
}
