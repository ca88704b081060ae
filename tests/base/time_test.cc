// Gregorian seconds and ISO 8601 text.
#include "base/time.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

TEST_CASE("Gregorian seconds become ISO 8601 text, and back") {
  const std::pair<std::int64_t, const char*> stamps[] = {
      {62'167'219'200, "1970-01-01T00:00:00Z"},
      {63'700'000'000, "2018-07-28T12:26:40Z"},
      {gregorian_unix_offset + 951'782'400, "2000-02-29T00:00:00Z"},
      {gregorian_unix_offset + 253'402'300'799, "9999-12-31T23:59:59Z"},
  };
  for (const auto& [seconds, iso] : stamps) {
    CHECK(iso_from_gregorian(seconds) == std::string(iso));
    CHECK(gregorian_from_iso(iso) == seconds);
  }
}

TEST_CASE("a stamp outside 1970 to 9999 is none") {
  for (const std::int64_t seconds :
       {std::int64_t{0}, std::int64_t{-1}, gregorian_unix_offset - 1,
        std::int64_t{1'500'000'000},  // Unix seconds
        gregorian_unix_offset + 253'402'300'800, INT64_MAX, INT64_MIN}) {
    CHECK_FALSE(iso_from_gregorian(seconds));
  }
}

TEST_CASE("text of another form is no time") {
  for (const char* text :
       {"", "2018-07-30", "2018-07-30T01:46:40", "2018-07-30 01:46:40Z",
        "2018-07-30T01:46:4xZ", "2018/07/30T01.46.40Z", "2018-13-01T00:00:00Z",
        "2018-02-30T00:00:00Z", "2018-07-30T25:00:00Z",
        "-018-07-30T01:46:40Z"}) {
    CAPTURE(text);
    CHECK_FALSE(gregorian_from_iso(text));
  }
}

TEST_CASE("now is after this was written") {
  CHECK(iso_now() > "2024-01-01T00:00:00Z");
  CHECK(iso_now().size() == 20);
}

}  // namespace
}  // namespace trunklift
