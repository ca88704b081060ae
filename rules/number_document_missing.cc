// Numbers without their own document, where those of others are known.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  if (number.assignment || !number.others_have_documents) return;
  for (const Claim& claim : number.claims) {
    report.add(claim,
               "the number has no document of its own; others of its "
               "range have");
  }
}

}  // namespace

extern const NumberRule number_document_missing;
const NumberRule number_document_missing{
    {.id = "TL0314",
     .slug = "number-document-missing",
     .group = "number",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "The inputs have documents of numbers that begin alike, but "
                "not that of this one.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "the number has no document of its own; others of its range "
                "have",
     .why = "The platform asks for a number's document first, and hands a call "
            "over only if that assigns it to the account. Where the inputs "
            "have all documents of the range (plus and four digits, one "
            "database), the number is unknown, and no trunk is asked, whatever "
            "its server says: raise it to a warning. Nothing is said of ranges "
            "of which the inputs have no documents at all."},
    check};

}  // namespace trunklift::rules
