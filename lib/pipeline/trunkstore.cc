// Checks a trunkstore document, sums it up for rules across documents, and
// converts it.
#include <utility>

#include "check/bind.h"
#include "check/rules.h"
#include "convert/convert.h"
#include "pipeline/processor.h"
#include "pipeline/skipped.h"

namespace trunklift {
namespace {

Written written(const Tree& tree, const JsonText& text, const Blob& blob) {
  return {blob.bytes.size(), tree.may_have_duplicates,
          text.has_escapes() &&
              blob.bytes.find("\\u0000") != std::string_view::npos};
}

// The name of the database that the document says it is in, or "".
std::string_view database_of(const Value& root) {
  const Value* database = root.find("pvt_account_db");
  return database ? database->string_or_empty() : std::string_view();
}

}  // namespace

void Processor::trunkstore(const Tree& tree, const JsonText& text,
                           Processed& out, Arena& arena) {
  const Findings& findings = checked_.findings;
  const std::string_view database = database_of(*tree.root);
  checker_.check(*tree.root, parser_.arena(), written(tree, text, out.blob),
                 out.identity, checked_);
  for (const Finding& finding : findings.list()) {
    if (finding.rule != &rule::account_db_mismatch) continue;
    out.doubts.push_back({account_from_database(database), ""});
  }
  out.stage = checked_.stage;
  out.fate = out.identity.deleted ? Fate::deleted
             : findings.blocked() ? Fate::rejected
                                  : Fate::accepted;
  if (out.fate == Fate::deleted && plan_.explain_skips) {
    report_skipped(out.identity, checked_.findings);
  }
  const Connectivity& document = *checked_.connectivity;
  if (out.fate != Fate::deleted && !out.identity.account_id.empty() &&
      !checked_.repeats_too_much) {
    out.summary = summarize(document, out.identity, out.blob.origin);
    out.summary->rejected = out.fate == Fate::rejected;
  }
  if (out.fate != Fate::accepted) return;
  // If servers claim the same number, their order may depend on the order of
  // members, which the content hash leaves out. Such a document is never
  // settled.
  out.settled = plan_.settled && checked_.claim_order.empty() &&
                plan_.settled->has(out.identity);
  if (!plan_.convert || out.settled) return;
  out.records = convert(document, out.identity, arena);
  out.changes = changes_json(checked_.changes);
  out.record_hash = record_hash(out.records, out.changes);
}

}  // namespace trunklift
