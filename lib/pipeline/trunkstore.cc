// One trunkstore document: schema, rules, normalization, binding, conversion.
#include <set>
#include <utility>

#include "check/bind.h"
#include "check/repeated.h"
#include "check/rules.h"
#include "convert/convert.h"
#include "pipeline/document_findings.h"
#include "pipeline/processor.h"

namespace trunklift {
namespace {

using schema::Violation;

// Tells quickly whether a violation is in a list.
class ViolationIndex {
public:
  explicit ViolationIndex(const std::vector<Violation>& list) {
    for (const Violation& violation : list) places_.insert(place_of(violation));
  }
  bool contains(const Violation& violation) const {
    return places_.contains(place_of(violation));
  }

private:
  using Place = std::pair<schema::Keyword, std::string_view>;
  static Place place_of(const Violation& violation) {
    return {violation.keyword, violation.pointer};
  }
  std::set<Place> places_;
};

void add_violation(const Violation& violation, bool repaired,
                   Findings& findings) {
  Finding finding{&rule::schema,
                  repaired ? Severity::warning : Severity::error,
                  repaired ? Effect::rewrite : Effect::block,
                  schema::keyword_name(violation.keyword),
                  violation.pointer,
                  violation.message(),
                  std::string(schema::keyword_name(violation.keyword))};
  if (repaired) finding.message += " (normalization repairs it)";
  findings.add(std::move(finding));
}

// Most documents have few: their room is kept for the next one.
void forget(std::vector<Violation>& list) {
  constexpr std::size_t most = 1 << 10;
  list.clear();
  if (list.capacity() > most) list = {};
}

}  // namespace

void Processor::check_schema(const Value& root,
                             std::vector<Violation>& violations) {
  violations.clear();
  validator_.validate(root, &violations);
}

void Processor::trunkstore(Value& root, Processed& out, Arena& arena) {
  Findings& findings = findings_;
  report_identity(root, out.identity, findings);
  for (const Finding& finding : findings.list()) {
    if (finding.rule != &rule::account_db_mismatch) continue;
    out.doubts.push_back(
        {account_from_database(root.find("pvt_account_db")->string_or_empty()),
         ""});
  }
  out.stage = findings.blocked() ? Stage::identify : Stage::check;
  if (parser_.may_have_duplicates()) {
    find_duplicate_keys(root, findings);
  }
  if (parser_.has_escapes() &&
      out.blob.bytes.find("\\u0000") != std::string_view::npos) {
    find_nul_characters(root, findings);
  }
  check_schema(root, written_);
  written_rules_.check(root, plan_.options, findings);
  const std::vector<std::int64_t> order = claim_order(root);
  changes_.clear();
  const bool rewritten = normalize_document(
      *plan_.normalization, root, parser_.arena(), normalized_, changes_);
  const bool again = rewritten || (!written_.empty() && !changes_.empty());
  if (again) check_schema(root, canonical_);
  report_schema(written_, again ? canonical_ : written_);
  forget(written_);
  forget(canonical_);
  findings.append(std::move(normalized_));
  const bool checked = !findings.blocked();
  const Connectivity document = bind_document(root, changes_, order, findings);
  const bool repeats_too_much =
      report_repeated(document, out.identity, out.blob.bytes.size(), findings);
  if (checked && findings.blocked()) out.stage = Stage::bind;
  document_rules_.check(root, plan_.options, findings);
  out.fate = out.identity.deleted ? Fate::deleted
             : findings.blocked() ? Fate::rejected
                                  : Fate::accepted;
  if (out.fate != Fate::deleted && !out.identity.account_id.empty() &&
      !repeats_too_much) {
    out.summary = summarize(document, out.identity, out.blob.origin);
    out.summary->rejected = out.fate == Fate::rejected;
  }
  if (out.fate == Fate::accepted) {
    // The order of several servers may depend on that of members, which the
    // content does not tell.
    out.settled =
        plan_.settled && order.empty() && plan_.settled->has(out.identity);
    if (plan_.convert && !out.settled) {
      out.records = convert(document, out.identity, arena);
      out.changes = changes_json(changes_);
      out.record_hash = record_hash(out.records, out.changes);
    }
  }
}

// `written` are the violations of the document as it stands, `canonical` those
// that are left (or came up) after normalization; the same list if that had
// nothing to do.
void Processor::report_schema(const std::vector<Violation>& written,
                              const std::vector<Violation>& canonical) {
  if (&written == &canonical) {
    for (const Violation& violation : written) {
      add_violation(violation, false, findings_);
    }
    return;
  }
  const ViolationIndex before(written), left(canonical);
  for (const Violation& violation : written) {
    const bool repaired = !plan_.strict && !left.contains(violation);
    add_violation(violation, repaired, findings_);
  }
  if (plan_.strict) return;
  for (const Violation& violation : canonical) {
    if (!before.contains(violation)) add_violation(violation, false, findings_);
  }
}

}  // namespace trunklift
