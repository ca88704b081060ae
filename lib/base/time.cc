// Days are counted by the standard library, digits are written here.
#include "base/time.h"

#include <chrono>

#include "base/text.h"

namespace trunklift {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr std::int64_t end_of_9999 = 253'402'300'799;

// Writes a number with so many digits.
char* put(char* to, unsigned value, std::size_t count) {
  for (std::size_t i = count; i-- > 0; value /= 10) {
    to[i] = static_cast<char>('0' + value % 10);
  }
  return to + count;
}

void write_unix(std::int64_t unix_seconds, char* to) {
  const sys_seconds point{seconds{unix_seconds}};
  const auto day = std::chrono::floor<days>(point);
  const std::chrono::year_month_day date{day};
  const auto second = static_cast<unsigned>((point - day).count());
  to = put(to, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  *to++ = '-';
  to = put(to, static_cast<unsigned>(date.month()), 2);
  *to++ = '-';
  to = put(to, static_cast<unsigned>(date.day()), 2);
  *to++ = 'T';
  to = put(to, second / 3600, 2);
  *to++ = ':';
  to = put(to, second / 60 % 60, 2);
  *to++ = ':';
  to = put(to, second % 60, 2);
  *to = 'Z';
}

std::string iso_from_unix(std::int64_t unix_seconds) {
  std::string out(iso_size, '\0');
  write_unix(unix_seconds, out.data());
  return out;
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

void write_iso(std::int64_t gregorian, char* to) {
  write_unix(gregorian - gregorian_unix_offset, to);
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
