// Levels, selections and options of rules are applied in their order.
#include "options/policy_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/error.h"
#include "base/time.h"

namespace trunklift {
namespace {

// "--rule NAME=VALUE", taken apart.
struct RuleSetting {
  std::string name, option, value;  // `option` is behind the dot, or ""
};

RuleSetting rule_setting(const std::string& text) {
  const std::size_t equals = text.find('=');
  RuleSetting out{text.substr(0, equals), "", text.substr(equals + 1)};
  if (const std::size_t dot = out.name.find('.'); dot != std::string::npos) {
    out.option = out.name.substr(dot + 1);
    out.name.resize(dot);
  }
  return out;
}

Policy::Level level_named(const RuleSetting& given) {
  if (given.value == "off") return {true, {}};
  for (const Severity severity :
       {Severity::info, Severity::warning, Severity::error}) {
    if (given.value == severity_name(severity)) return {false, severity};
  }
  throw Error(Exit::usage, "use", "--rule " + given.name + '=' + given.value,
              "expected error, warning, info or off");
}

void set_levels(const Settings& settings, const RuleRegistry& registry,
                std::vector<Policy::Level>& levels) {
  levels.resize(number_of(*registry.all().back()) + std::size_t{1});
  const auto turn = [&](const std::vector<std::string>& names, bool off) {
    for (const std::string& name : names) {
      for (const Rule* rule : registry.named(name)) {
        levels[number_of(*rule)].off = off;
      }
    }
  };
  for (Policy::Level& level : levels) level.off = !settings.select.empty();
  turn(settings.select, false);
  turn(settings.ignore, true);
  for (const std::string& text : settings.rules) {
    const RuleSetting given = rule_setting(text);
    if (!given.option.empty()) continue;
    const Policy::Level level = level_named(given);
    for (const Rule* rule : registry.named(given.name)) {
      Policy::Level& its = levels[number_of(*rule)];
      its.off |= level.off;
      its.severity = level.severity;
    }
  }
}

ChangedOption changed_option(const Rule& rule, const RuleSetting& given) {
  const std::string name =
      fmt::format("--rule {}.{}={}", given.name, given.option, given.value);
  for (std::size_t i = 0; i < rule.options.size(); ++i) {
    const RuleOption& option = rule.options[i];
    if (option.name != given.option) continue;
    std::int64_t value = 0;
    const char* end = given.value.data() + given.value.size();
    const auto [stop, error] = std::from_chars(given.value.data(), end, value);
    if (error != std::errc() || stop != end || value < option.least ||
        value > option.most) {
      throw Error(Exit::usage, "use", name,
                  fmt::format("expected a whole number from {} to {}",
                              option.least, option.most));
    }
    return {number_of(rule), static_cast<std::uint16_t>(i), value};
  }
  std::string names;
  for (const RuleOption& option : rule.options) {
    names += (names.empty() ? "" : ", ") + std::string(option.name);
  }
  throw Error(
      Exit::usage, "use", name,
      names.empty() ? "the rule has no options" : "its options are " + names);
}

}  // namespace

Policy make_policy(const Settings& settings, const RuleRegistry& registry) {
  Policy out;
  set_levels(settings, registry, out.levels);
  if (!settings.suppressions.empty()) {
    out.suppressions = Suppressions::read(
        settings.suppressions,
        [&](std::string_view name) { return registry.find(name); },
        iso_now().substr(0, 10));
  }
  if (settings.prune_baseline &&
      (settings.baseline.empty() || !settings.write_baseline.empty())) {
    throw Error(Exit::usage, "use", "--prune-baseline",
                settings.baseline.empty()
                    ? "there is no --baseline to prune"
                    : "--write-baseline writes a whole new one");
  }
  // What is written is all there is, whatever was known before.
  if (!settings.baseline.empty() && settings.write_baseline.empty()) {
    out.baseline = Baseline::read(settings.baseline);
  }
  return out;
}

ChosenRules::ChosenRules(const RuleSet& all, const Policy& policy) {
  const auto choose = [&](const auto& from, auto& to) {
    for (const auto* each : from) {
      const bool off = policy.levels[number_of(each->rule)].off;
      if (!off || each->rule.effect != Effect::none) to.push_back(each);
    }
  };
  choose(all.written, written_);
  choose(all.document, document_);
  choose(all.number, number_);
  choose(all.user, user_);
  choose(all.address, address_);
  choose(all.account, account_);
}

std::vector<ChangedOption> changed_options(const Settings& settings,
                                           const RuleRegistry& registry) {
  std::vector<ChangedOption> out;
  for (const std::string& text : settings.rules) {
    const RuleSetting given = rule_setting(text);
    if (given.option.empty()) continue;
    out.push_back(changed_option(registry.known(given.name), given));
  }
  // The last one counts.
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace trunklift
