// Tests the reasons in the order in which the stages meet them.
#include "pipeline/skipped.h"

#include <string_view>

#include "check/corpus_record.h"
#include "check/rules.h"
#include "model/number.h"

namespace trunklift {
namespace {

std::string_view reason_of(const Identity& identity) {
  if (identity.kind_name == sort_name(Blob::Sort::tombstone)) {
    return "not used: a note that the document was deleted";
  }
  if (identity.kind == Kind::other) {
    return "not used: documents of this kind say nothing of trunks";
  }
  if (identity.deleted) return "not used: it is deleted";
  if (identity.account_id.empty()) {
    return identity.kind == Kind::number
               ? "not used: the number is assigned to no account"
               : "not used: it names no account";
  }
  if (identity.kind == Kind::number &&
      !plus_number_key(normalized_number(identity.document_id))) {
    return "not used: its id is no number in E.164";
  }
  return "not used: it says nothing that its trunk does not say";
}

}  // namespace

void report_skipped(const Identity& identity, Findings& findings) {
  findings.add(rule::document_skipped, "", reason_of(identity));
}

}  // namespace trunklift
