// Failovers that lead nowhere.
#include <string>
#include <string_view>

#include "base/text.h"
#include "check/rule.h"
#include "model/sip_uri.h"

namespace trunklift::rules {
namespace {

constexpr RuleOption options[] = {
    {"least-digits", 3, 1, 15, "Digits that a number has at least."}};

// A plus, perhaps, and up to 15 digits.
bool is_dialable(std::string_view number, std::int64_t least) {
  if (number.starts_with('+')) number.remove_prefix(1);
  return number.size() >= static_cast<std::size_t>(least) &&
         number.size() <= 15 && all_digits(number);
}

std::string found(const char* expected, const Value& value) {
  if (!value.is(Type::string)) {
    return "expected " + std::string(expected) + ", found " +
           std::string(type_name(value.type));
  }
  return "expected " + std::string(expected) + ", found text of " +
         std::to_string(code_points(value.string())) +
         " characters that is none";
}

void check_failover(const Value& failover, const Place& place,
                    DocumentReport& report) {
  const Value* number = failover.find("e164");
  if (number && number->size > 0 &&
      !is_dialable(number->string_or_empty(), report.option(0))) {
    report.add(Place(place, "e164"), found("a number", *number));
  }
  const Value* address = failover.find("sip");
  if (address && address->size > 0 && !is_sip_uri(address->string_or_empty()) &&
      !is_tel_uri(address->string_or_empty())) {
    report.add(Place(place, "sip"), found("a SIP URI", *address));
  }
}

void check(const Value& root, DocumentReport& report) {
  each_setting(root, report, "failover",
               [&](const Value& failover, const Place& place) {
                 check_failover(failover, place, report);
               });
}

}  // namespace

extern const DocumentRule failover_unusable;
const DocumentRule failover_unusable{
    {.id = "TL0251",
     .slug = "failover-unusable",
     .group = "setting",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "The failover is neither a number that can be dialled nor a "
                "SIP URI.",
     .looks_at = "/account/failover/* /servers/*/options/failover/* "
                 "/servers/*/DIDs/*/failover/*",
     .message = "expected <a number or a SIP URI>, found text of <n> "
                "characters that is none",
     .why = "The platform does not look at what it says: it is dialled as "
            "it is, once, when the server does not answer. Nobody notices "
            "that it leads nowhere until the server is down.",
     .options = options},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
