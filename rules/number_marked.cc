// Numbers marked as having what their own documents have not.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

// Where the documents of the range are there, but none of the number, it has
// none.
bool is_unbacked(const NumberClaims& number, NumberFeature feature) {
  return number.assignment ? !number.assignment->has(feature)
                           : number.others_have_documents;
}

void look(const NumberClaims& number, NumberFeature feature,
          const std::string& name, CorpusReport& report) {
  if (!is_unbacked(number, feature)) return;
  for (const Claim& claim : number.claims) {
    if (!(claim.marks & feature)) continue;
    report.add(claim,
               "marked as having " + name +
                   (number.assignment ? ", and its own document has none"
                                      : ", and has no document of its own"));
  }
}

void check(const NumberClaims& number, CorpusReport& report) {
  look(number, failover_feature, "a failover", report);
  look(number, caller_name_feature, "a caller name", report);
}

}  // namespace

extern const NumberRule number_marked;
const NumberRule number_marked{
    {.id = "TL0317",
     .slug = "number-marked",
     .group = "number",
     .since = "0.2",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "The number is marked as having a failover or a caller name, "
                "and its own document has none.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "marked as having <what>, and <its own document has none>",
     .why = "An old interface marked features of a number by the word true. "
            "Calls pass over the mark, as they do over false: they go by what "
            "the number's own document has. Where that has nothing, calls go "
            "without, today as after the migration, whatever the customer was "
            "told."},
    check};

}  // namespace trunklift::rules
