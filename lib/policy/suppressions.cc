// The file of suppressions is read, and its entries are compiled to patterns.
#include "policy/suppressions.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/shortened.h"
#include "base/text.h"
#include "base/text_file.h"
#include "check/rules.h"
#include "parse/parser.h"

namespace trunklift {
namespace {

// "2026-02-28", a day that there is.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const std::string_view year = text.substr(0, 4), month = text.substr(5, 2),
                         day = text.substr(8);
  if (!all_digits(year) || !all_digits(month) || !all_digits(day)) return false;
  const auto number = [](std::string_view digits) {
    return std::stoi(std::string(digits));
  };
  constexpr int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int y = number(year), m = number(month), d = number(day);
  const bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
  return m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1] &&
         (m != 2 || d < 29 || leap);
}

[[noreturn]] void refuse(const std::string& path, std::uint64_t line,
                         const std::string& reason) {
  throw Error(Exit::usage, "use suppressions of",
              fmt::format("{}:{}", path, line), reason);
}

}  // namespace

Suppressions Suppressions::read(const std::string& path,
                                const FindRule& find_rule,
                                std::string_view today) {
  TextFile file(path, {Exit::usage, "read suppressions"});
  Suppressions out;
  out.path_ = path;
  Parser parser;
  std::uint64_t number = 0;
  for (std::string line; file.next(line);) {
    ++number;
    if (trimmed(line).empty() || trimmed(line).front() == '#') continue;
    const Value* root = parser.parse_copy(line);
    if (!root) refuse(path, number, "not JSON: " + parser.problem());
    if (!root->is(Type::object)) refuse(path, number, "expected an object");
    Suppression entry{0, "", "*", "**", "", "", false, number, 0};
    std::string rule;
    const std::pair<std::string_view, std::string*> keys[] = {
        {"rule", &rule},
        {"account", &entry.account},
        {"pointer", &entry.pointer},
        {"reason", &entry.reason},
        {"expires", &entry.expires}};
    for (const Member& member : members(*root)) {
      std::string* place = nullptr;
      for (const auto& [key, at] : keys) {
        if (member.key == key) place = at;
      }
      const std::string key(std::string_view(member.key));
      if (!place) {
        refuse(path, number,
               "there is no key " + printable(key) +
                   "; they are rule, account, pointer, reason and expires");
      }
      if (!member.value.is(Type::string)) {
        refuse(path, number, "expected text in " + key);
      }
      *place = member.value.string();
    }
    if (rule.empty()) refuse(path, number, "it names no rule");
    if (trimmed(entry.reason).empty()) {
      refuse(path, number, "it gives no reason");
    }
    const Rule* known = find_rule(rule);
    if (!known) {
      refuse(path, number, "there is no rule " + printable(rule));
    }
    entry.rule = number_of(*known);
    entry.rule_id = known->id;
    if (!entry.expires.empty() && !is_date(entry.expires)) {
      refuse(path, number, "expected a date such as 2026-12-31 in expires");
    }
    // As reports show it.
    if (entry.account.find_first_of("*?[") == std::string::npos) {
      entry.account = shortened(entry.account);
    }
    entry.expired = !entry.expires.empty() && entry.expires < today;
    if (!entry.expired) {
      entry.pattern =
          out.patterns_[entry.rule].add(entry.account, entry.pointer);
    }
    out.list_.push_back(std::move(entry));
  }
  return out;
}

bool Suppressions::covers(const Subject& subject,
                          const Finding& finding) const {
  const auto patterns = patterns_.find(number_of(*finding.rule));
  return patterns != patterns_.end() &&
         patterns->second.match(std::string(subject.account_id),
                                finding.pointer);
}

void Suppressions::report(bool complete, const EmitAt& emit) const {
  for (const Suppression& entry : list_) {
    Findings findings;
    if (entry.expired) {
      findings.add(rule::suppression_expired, "",
                   fmt::format("the suppression of {} expired on {}: {}",
                               entry.rule_id, entry.expires, entry.reason));
    } else if (complete && !patterns_.at(entry.rule).is_used(entry.pattern)) {
      findings.add(rule::suppression_unused, "",
                   fmt::format("the suppression of {} covers nothing: {}",
                               entry.rule_id, entry.reason));
    }
    for (const Finding& finding : findings.list()) emit(entry.line, finding);
  }
}

}  // namespace trunklift
