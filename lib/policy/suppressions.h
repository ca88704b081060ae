// Findings that a team has decided to live with: where, why and until when.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/finding.h"
#include "policy/glob.h"
#include "report/report.h"

namespace trunklift {

// A finding about a line of a file of ours.
using EmitAt = std::function<void(std::uint64_t line, const Finding&)>;

// A file of JSON objects, one a line; blank lines and those that start with #
// are passed over. Each has `rule` and `reason`, and may have `account` and
// `pointer` (see glob.h; by themselves they are all) and `expires`, a date:
// the last day, in UTC, on which it holds.
class Suppressions {
public:
  using FindRule = std::function<const Rule*(std::string_view name)>;

  Suppressions() = default;
  // Throws Error(usage) with the line that is wrong. `today` is "2026-01-31".
  static Suppressions read(const std::string& path, const FindRule& find_rule,
                           std::string_view today);

  // Whether one of them covers the finding, which counts as a use of all that
  // do. Called by all threads.
  bool covers(const Subject& subject, const Finding& finding) const;

  // Those that have expired; and, if all was read (`complete`), those that
  // cover nothing.
  void report(bool complete, const EmitAt& emit) const;

  const std::string& path() const { return path_; }
  bool empty() const { return list_.empty(); }

private:
  struct Suppression {
    std::uint16_t rule;  // its number
    std::string rule_id, account, pointer, reason, expires;
    bool expired;
    std::uint64_t line;
    std::uint32_t pattern;  // where it ends; 0 of one that has expired
  };

  std::string path_;
  std::vector<Suppression> list_;
  std::unordered_map<std::uint16_t, PlacePatterns> patterns_;  // by rule
};

}  // namespace trunklift
