// What a rule is: the identity of a kind of finding, and all there is to say
// of it. One record feeds the checks, the reports, `explain` and the pages.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace trunklift {

enum class Severity : std::uint8_t { info, warning, error };
std::string_view severity_name(Severity severity);

// What a finding means for the conversion of its document.
enum class Effect : std::uint8_t {
  none,     // nothing changes
  rewrite,  // a value is repaired on the way
  drop,     // something is left out (and kept aside)
  block,    // the document is rejected
};
std::string_view effect_name(Effect effect);

// How much has to be known before the rule can tell.
enum class Scope : std::uint8_t { document, account, corpus };
std::string_view scope_name(Scope scope);

// What `trunklift fix` may do about it in the legacy document.
enum class Fix : std::uint8_t {
  none,
  safe,   // calls go as before
  lossy,  // something is given up, or calls may go another way
};
std::string_view fix_name(Fix fix);

// How `fix` changes the place that a finding points at. What normalization
// changes is repaired by its own steps.
enum class Repair : std::uint8_t {
  none,
  remove,     // the member or the item goes
  to_object,  // {} takes its place
  to_false,   // false takes its place
};

// A number that a rule uses, and that `--rule ID.name=N` changes.
struct RuleOption {
  std::string_view name;  // "least-password"
  std::int64_t standard, least, most;
  std::string_view summary;  // one sentence
};

// All text is in static storage, or lives as long as what made the rule.
struct Rule {
  std::string_view id = {};     // "TL0206"; never reused
  std::string_view slug = {};   // "address-malformed"
  std::string_view group = {};  // "address"
  std::string_view since = "0.1";
  Severity severity = Severity::error;
  Effect effect = Effect::none;
  Scope scope = Scope::document;
  Fix fix = Fix::none;
  Repair repair = Repair::none;
  std::string_view summary = {};  // one sentence: what is wrong, what it does
  // JSON Pointer patterns, blanks between: * is any one token. "" is the whole
  // document.
  std::string_view looks_at = {};
  std::string_view message = {};  // with <...> for what differs
  // What the platform does with it, in sentences; "\n\n" between paragraphs.
  std::string_view why = {};
  // Ids of the cases that prove it, whose outcome the platform printed, with
  // blanks between. Empty where a rule is about files rather than calls.
  std::string_view cases = {};
  // Patterns as in looks_at: no output may show values at these places.
  std::string_view sensitive = {};
  std::span<const RuleOption> options = {};
};

// 206 of "TL0206".
constexpr std::uint16_t number_of(const Rule& rule) {
  unsigned number = 0;
  for (const char digit : rule.id.substr(2)) {
    number = number * 10 + static_cast<unsigned>(digit - '0');
  }
  return static_cast<std::uint16_t>(number);
}

}  // namespace trunklift
