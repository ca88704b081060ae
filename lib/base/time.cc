// Time: the platform's Gregorian seconds, and now, as ISO 8601 text.
#include "base/time.h"

#include <fmt/format.h>

#include <chrono>

#include "base/text.h"

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

// The number that `count` digits from `at` write.
int number(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i)
    value = value * 10 + text[i] - '0';
  return value;
}

}  // namespace

bool is_plausible_gregorian(std::int64_t gregorian) {
  return gregorian >= gregorian_unix_offset &&
         gregorian <= gregorian_unix_offset + end_of_9999;
}

std::optional<std::string> iso_from_gregorian(std::int64_t gregorian) {
  if (!is_plausible_gregorian(gregorian)) return {};
  return iso_from_unix(gregorian - gregorian_unix_offset);
}

std::optional<std::int64_t> gregorian_from_iso(std::string_view iso) {
  constexpr std::string_view form = "0000-00-00T00:00:00Z";
  if (iso.size() != form.size()) return {};
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !is_digit(iso[i]) : iso[i] != form[i]) return {};
  }
  const std::chrono::year_month_day date{
      std::chrono::year{number(iso, 0, 4)},
      std::chrono::month{static_cast<unsigned>(number(iso, 5, 2))},
      std::chrono::day{static_cast<unsigned>(number(iso, 8, 2))}};
  const int hour = number(iso, 11, 2), minute = number(iso, 14, 2),
            second = number(iso, 17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return {};
  const auto day = sys_days{date}.time_since_epoch();
  return std::chrono::duration_cast<seconds>(day).count() + hour * 3600 +
         minute * 60 + second + gregorian_unix_offset;
}

std::string iso_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return iso_from_unix(std::chrono::duration_cast<seconds>(now).count());
}

}  // namespace trunklift
