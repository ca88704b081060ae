// Time: the platform's Gregorian seconds, and now, as ISO 8601 text.
#include "base/time.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace trunklift {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::int64_t end_of_9999 = 253'402'300'799;

std::string iso_from_unix(std::int64_t unix_seconds) {
  const sys_seconds point{seconds{unix_seconds}};
  const auto day = std::chrono::floor<days>(point);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{point - day};
  return fmt::format(
      "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      time.hours().count(), time.minutes().count(), time.seconds().count());
}

// The digits of `text` from `at`, as a number; nothing if there are others.
std::optional<int> digits(std::string_view text, std::size_t at,
                          std::size_t count) {
  int value = 0;
  const char* first = text.data() + at;
  const auto [end, error] = std::from_chars(first, first + count, value);
  if (error != std::errc{} || end != first + count) return {};
  return value;
}

}  // namespace

std::optional<std::string> iso_from_gregorian(std::int64_t gregorian) {
  if (gregorian < gregorian_unix_offset ||
      gregorian > gregorian_unix_offset + end_of_9999) {
    return {};
  }
  return iso_from_unix(gregorian - gregorian_unix_offset);
}

std::optional<std::int64_t> gregorian_from_iso(std::string_view iso) {
  if (iso.size() != 20 || iso[10] != 'T' || iso[19] != 'Z') return {};
  const auto year = digits(iso, 0, 4), month = digits(iso, 5, 2),
             day = digits(iso, 8, 2), hour = digits(iso, 11, 2),
             minute = digits(iso, 14, 2), second = digits(iso, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return {};
  const sys_days date{std::chrono::year{*year} /
                      std::chrono::month{static_cast<unsigned>(*month)} /
                      std::chrono::day{static_cast<unsigned>(*day)}};
  return std::chrono::duration_cast<seconds>(date.time_since_epoch()).count() +
         *hour * 3600 + *minute * 60 + *second + gregorian_unix_offset;
}

std::string iso_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return iso_from_unix(std::chrono::duration_cast<seconds>(now).count());
}

}  // namespace trunklift
