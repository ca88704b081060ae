// Findings are counted against the bounds that were set, rule by rule.
#include "options/thresholds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/text.h"

namespace trunklift {
namespace {

Severity least_severity(FailOn fail_on) {
  return fail_on == FailOn::error     ? Severity::error
         : fail_on == FailOn::warning ? Severity::warning
                                      : Severity::info;
}

}  // namespace

Thresholds::Thresholds(const Settings& settings, const RuleRegistry& registry)
    : fail_on_(settings.fail_on) {
  const auto add = [&](const std::vector<MaxErrors>& list, bool is_share) {
    for (const MaxErrors& given : list) {
      const Rule* rule =
          given.rule.empty() ? nullptr : &registry.known(given.rule);
      std::erase_if(limits_, [&](const Limit& limit) {  // the last one counts
        return limit.rule == rule && limit.is_share == is_share;
      });
      limits_.push_back({rule, is_share, given.most,
                         fmt::format("--max-error{} {}",
                                     is_share ? "-rate" : "s", given.written)});
    }
  };
  add(settings.max_errors, false);
  add(settings.max_error_rate, true);
}

bool Thresholds::has_own(const Rule& rule) const {
  return std::any_of(limits_.begin(), limits_.end(), [&](const Limit& limit) {
    return limit.rule && limit.rule->id == rule.id;
  });
}

bool Thresholds::exceeded(const RunSummary& summary,
                          std::uint64_t documents) const {
  bool out = false, errors_have_limit = false;
  for (const Limit& limit : limits_) {
    std::uint64_t found = 0;
    for (const auto& [rule, severity, count] : summary.rules) {
      if (limit.rule ? limit.rule->id == rule->id
                     : severity == Severity::error && !has_own(*rule)) {
        found += count;
      }
    }
    errors_have_limit |= !limit.rule;
    const double most = limit.is_share
                            ? limit.most * static_cast<double>(documents)
                            : limit.most;
    if (static_cast<double>(found) <= most) continue;
    out = true;
    std::fputs(
        fmt::format("trunklift: {} {} in {} documents, more than {}\n",
                    grouped(found),
                    limit.rule ? "findings of " + std::string(limit.rule->id)
                               : "errors",
                    grouped(documents), limit.written)
            .c_str(),
        stderr);
  }
  if (fail_on_ == FailOn::never) return out;
  for (const auto& [rule, severity, count] : summary.rules) {
    if (has_own(*rule)) continue;
    if (severity == Severity::error && errors_have_limit) continue;
    out |= severity >= least_severity(fail_on_);
  }
  return out;
}

}  // namespace trunklift
