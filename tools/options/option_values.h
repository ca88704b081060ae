// How the value of an option is read: the functions that the option table
// names. Each puts the value where it belongs and returns what is wrong, or "".
#pragma once

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/text.h"
#include "command.h"
#include "options/choices.h"

namespace trunklift::option_values {

inline constexpr unsigned most_jobs = 1024;
inline constexpr std::uint64_t most_bytes = std::uint64_t{1} << 32;

// The whole of `text` as a number.
template <class Number>
bool read_number(std::string_view text, Number& out) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  return error == std::errc() && stop == end && !text.empty();
}

template <bool Settings::*member>
std::string set_flag(Settings& settings, const std::string& text,
                     const Choices&) {
  if (text != "true" && text != "false") return "expected true or false";
  settings.*member = text == "true";
  return {};
}

template <std::string Settings::*member>
std::string set_text(Settings& settings, const std::string& text,
                     const Choices&) {
  if (text.empty()) return "it is empty";
  settings.*member = text;
  return {};
}

// As set_text, and "-" is standard output.
template <std::string Settings::*member>
std::string set_output(Settings& settings, const std::string& text,
                       const Choices& choices) {
  return text == "-" ? "" : set_text<member>(settings, text, choices);
}

template <std::uint64_t Settings::*member, std::uint64_t least,
          std::uint64_t most = std::numeric_limits<std::uint64_t>::max()>
std::string set_count(Settings& settings, const std::string& text,
                      const Choices&) {
  std::uint64_t number = 0;
  if (!read_number(text, number) || number < least || number > most) {
    const std::string from = "expected a whole number";
    return most == std::numeric_limits<std::uint64_t>::max()
               ? from + ", " + std::to_string(least) + " or more"
               : from + " from " + std::to_string(least) + " to " +
                     std::to_string(most);
  }
  settings.*member = number;
  return {};
}

inline std::string set_max_per_rule(Settings& settings, const std::string& text,
                                    const Choices&) {
  std::uint64_t number = 0;
  if (!read_number(text, number)) return "expected a whole number, 0 or more";
  settings.max_per_rule = number;
  return {};
}

// "512KiB", "16MiB", "1G", or bytes: at least one, and `most` at the most.
inline std::optional<std::uint64_t> size_in(std::string_view text,
                                            std::uint64_t most) {
  constexpr std::pair<std::string_view, int> units[] = {
      {"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"K", 10}, {"M", 20}, {"G", 30}};
  int shift = 0;
  for (const auto& [unit, unit_shift] : units) {
    if (!text.ends_with(unit)) continue;
    text.remove_suffix(unit.size());
    shift = unit_shift;
    break;
  }
  std::uint64_t number = 0;
  if (!read_number(text, number) || number < 1 || number > most >> shift) {
    return {};
  }
  return number << shift;
}

template <std::uint64_t Settings::*member>
std::string set_size(Settings& settings, const std::string& text,
                     const Choices&) {
  const auto size = size_in(text, most_bytes);
  if (!size) return "expected a size such as 512KiB, 16MiB or 1GiB";
  settings.*member = *size;
  return {};
}

inline std::string set_jobs(Settings& settings, const std::string& text,
                            const Choices&) {
  unsigned number = 0;
  if (!read_number(text, number) || number < 1 || number > most_jobs) {
    return "expected a whole number from 1 to " + std::to_string(most_jobs);
  }
  settings.jobs = number;
  return {};
}

inline std::string set_memory(Settings& settings, const std::string& text,
                              const Choices&) {
  const auto size = size_in(text, std::uint64_t{1} << 50);
  if (!size) return "expected a size such as 512MiB or 2GiB";
  settings.memory = *size;
  return {};
}

inline std::string set_share(Settings& settings, const std::string& text,
                             const Choices&) {
  const bool percent = !text.empty() && text.back() == '%';
  double number = -1;
  const bool read = read_number(
      std::string_view(text).substr(0, text.size() - (percent ? 1 : 0)),
      number);
  if (percent) number /= 100;
  if (!read || !(number >= 0 && number <= 1)) {
    return "expected a share from 0 to 1, or from 0% to 100%";
  }
  settings.flaws = number;
  return {};
}

// "20" or "0.5%".
inline std::string set_max_rejects(Settings& settings, const std::string& text,
                                   const Choices&) {
  MaxRejects out;
  bool read = false;
  if (text.ends_with('%')) {
    read = read_number(std::string_view(text).substr(0, text.size() - 1),
                       out.percent) &&
           out.percent >= 0 && out.percent <= 100;
  } else {
    read = read_number(text, out.count);
  }
  if (!read) return "expected a whole number, or a percentage such as 0.5%";
  settings.max_rejects = out;
  return {};
}

// "TL0206,number": each is looked up later.
template <std::vector<std::string> Settings::*member>
std::string add_names(Settings& settings, const std::string& text,
                      const Choices&) {
  std::string_view rest = text;
  for (;;) {
    const std::size_t comma = rest.find(',');
    const std::string_view name = trimmed(rest.substr(0, comma));
    if (name.empty()) return "expected names of rules, commas between";
    (settings.*member).emplace_back(name);
    if (comma == std::string_view::npos) return {};
    rest.remove_prefix(comma + 1);
  }
}

// "TL0206=info", "TL0223.least-password=8".
inline std::string add_rule(Settings& settings, const std::string& text,
                            const Choices&) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals >= text.size() - 1) {
    return "expected a rule, = and error, warning, info or off";
  }
  settings.rules.push_back(text);
  return {};
}

// "20", "TL0206=20"; of a share "0.1%".
template <std::vector<MaxErrors> Settings::*member, bool is_share>
std::string add_max_errors(Settings& settings, const std::string& text,
                           const Choices&) {
  MaxErrors out{"", 0, text};
  std::string_view number = text;
  if (const std::size_t equals = text.find('='); equals != std::string::npos) {
    out.rule = text.substr(0, equals);
    number.remove_prefix(equals + 1);
    if (out.rule.empty()) return "the name of the rule is empty";
  }
  bool read = false;
  if (is_share) {
    read = number.ends_with('%') &&
           read_number(number.substr(0, number.size() - 1), out.most) &&
           out.most >= 0;
    out.most /= 100;
  } else {
    std::uint64_t most = 0;
    read = read_number(number, most);
    out.most = static_cast<double>(most);
  }
  if (!read) {
    return is_share ? "expected a percentage such as 0.1%, or RULE=0.1%"
                    : "expected a whole number, or RULE=N";
  }
  (settings.*member).push_back(std::move(out));
  return {};
}

inline constexpr std::pair<std::string_view, bool> on_max_rejects_names[] = {
    {"undo", false}, {"keep", true}};

inline constexpr std::pair<std::string_view, When> when_names[] = {
    {"auto", When::automatic},
    {"always", When::always},
    {"never", When::never}};

inline constexpr std::pair<std::string_view, FailOn> fail_on_names[] = {
    {"error", FailOn::error},
    {"warning", FailOn::warning},
    {"info", FailOn::info},
    {"never", FailOn::never}};

inline constexpr std::pair<std::string_view, ScanFormat> scan_format_names[] = {
    {"text", ScanFormat::text}, {"json", ScanFormat::json}};

inline constexpr std::pair<std::string_view, RulesFormat> rules_format_names[] =
    {{"text", RulesFormat::text},
     {"markdown", RulesFormat::markdown},
     {"json", RulesFormat::json}};

inline constexpr std::pair<std::string_view, Complete> complete_names[] = {
    {"accounts", Complete::accounts},
    {"all", Complete::all},
    {"none", Complete::none}};

template <const auto& names>
std::vector<Choice> names_of(const Choices&) {
  std::vector<Choice> out;
  for (const auto& pair : names) out.push_back({std::string(pair.first), ""});
  return out;
}

template <auto member, const auto& names>
std::string set_name(Settings& settings, const std::string& text,
                     const Choices& choices) {
  for (const auto& [name, value] : names) {
    if (name != text) continue;
    settings.*member = value;
    return {};
  }
  return "expected " + listed(names_of<names>(choices), 0);
}

template <std::vector<Choice> Choices::*list>
std::vector<Choice> list_of(const Choices& choices) {
  return choices.*list;
}

inline bool has_name(const std::vector<Choice>& list, std::string_view name) {
  return std::any_of(list.begin(), list.end(),
                     [&](const Choice& choice) { return choice.name == name; });
}

inline std::string set_connections(Settings& settings, const std::string& text,
                                   const Choices&) {
  constexpr unsigned most = 64;
  unsigned number = 0;
  if (!read_number(text, number) || number < 1 || number > most) {
    return "expected a whole number from 1 to " + std::to_string(most);
  }
  settings.connections = number;
  return {};
}

// Why no schema of PostgreSQL can have that name; "" if one can. Servers cut
// longer names, so that two targets would become one; a search_path takes $user
// for the role's name; and some are the servers' own.
inline std::string wrong_schema_name(std::string_view name) {
  constexpr std::size_t longest = 63;
  if (name.empty()) return "a schema has a name";
  if (name.size() > longest) {
    return "a server cuts names at " + std::to_string(longest) +
           " bytes, and it has " + std::to_string(name.size());
  }
  if (name == "$user") return "it stands for whoever is connected";
  if (name.starts_with("pg_") || name == "information_schema") {
    return "the name is reserved for the server";
  }
  return {};
}

template <std::string Settings::*member>
std::string set_schema_name(Settings& settings, const std::string& text,
                            const Choices&) {
  settings.*member = text;
  return wrong_schema_name(text);
}

// "30s", "5m", "2h", or seconds.
template <std::uint64_t Settings::*member>
std::string set_seconds(Settings& settings, const std::string& text,
                        const Choices&) {
  std::string_view digits = text;
  std::uint64_t unit = 1;
  for (const auto& [letter, seconds] :
       {std::pair{'s', 1}, std::pair{'m', 60}, std::pair{'h', 3600}}) {
    if (digits.empty() || digits.back() != letter) continue;
    digits.remove_suffix(1);
    unit = static_cast<std::uint64_t>(seconds);
    break;
  }
  std::uint64_t number = 0;
  if (!read_number(digits, number) || number > 1'000'000) {
    return "expected a time such as 30s, 5m or 2h";
  }
  settings.*member = number * unit;
  return {};
}

// A connection string as libpq takes it ("host=db1 dbname=voip") or with the
// other name of its URIs is a PostgreSQL target, too.
inline Target as_target(const std::string& text) {
  constexpr std::string_view other_name = "postgres://";
  if (text.starts_with(other_name)) {
    return {"postgresql", text.substr(other_name.size() - 2)};
  }
  const std::size_t colon = text.find(':');
  const std::size_t equals = text.find('=');
  if (equals != std::string::npos &&
      (colon == std::string::npos || equals < colon)) {
    return {"postgresql", text};
  }
  if (colon == std::string::npos) return {};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

template <Target Settings::*member, std::vector<Choice> Choices::*list>
std::string set_target(Settings& settings, const std::string& text,
                       const Choices& choices) {
  Target target = as_target(text);
  if (target.place.empty() || !has_name(choices.*list, target.scheme)) {
    return "expected " + listed(choices.*list, ':');
  }
  settings.*member = std::move(target);
  return {};
}

inline std::string set_report(Settings& settings, const std::string& text,
                              const Choices& choices) {
  const std::size_t equals = text.find('=');
  ReportRequest request{text.substr(0, equals), ""};
  if (!has_name(choices.formats, request.format)) {
    return "the formats are " + listed(choices.formats, 0);
  }
  if (equals != std::string::npos) {
    request.path = text.substr(equals + 1);
    if (request.path.empty()) return "the path is empty";
    if (request.path == "-") request.path.clear();
  }
  for (const ReportRequest& other : settings.reports) {
    if (other.path != request.path) continue;
    return "another report goes to " + (request.path.empty()
                                            ? std::string("standard output")
                                            : request.path);
  }
  settings.reports.push_back(std::move(request));
  return {};
}

inline std::vector<Choice> shells(const Choices&) {
  return {{"bash", ""}, {"zsh", ""}};
}

inline std::string set_completion(Settings& settings, const std::string& text,
                                  const Choices& choices) {
  const std::vector<Choice> known = shells(choices);
  if (!has_name(known, text)) return "expected " + listed(known, 0);
  settings.completion = text;
  return {};
}

inline std::string processors() {
  return std::to_string(
      std::clamp(std::thread::hardware_concurrency(), 1U, most_jobs));
}

// For the options that the parser itself acts on.
inline std::string set_nothing(Settings&, const std::string&, const Choices&) {
  return {};
}

}  // namespace trunklift::option_values
