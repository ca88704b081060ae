// The order of the steps: what is said of a document as it was written comes
// before normalization, which changes the tree.
#include "checker/checker.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/give_back.h"
#include "check/bind.h"
#include "check/repeated.h"
#include "check/rules.h"
#include "checker/document_findings.h"
#include "normalize/normalize.h"

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

// Keeps the memory for the next document, unless it is much.
void forget(std::vector<Violation>& list) {
  constexpr std::size_t most = 1 << 10;
  list.clear();
  if (list.capacity() > most) give_back(list);
}

}  // namespace

void Checked::clear() {
  findings.clear();
  changes.clear();
  claim_order.clear();
  connectivity.reset();
  stage = Stage::check;
  repeats_too_much = false;
}

void Checked::let_go() {
  connectivity.reset();
  findings = {};
  give_back(changes);
  give_back(claim_order);
}

Checker::Checker(const CheckerPlan& plan)
    : plan_(plan),
      validator_(plan.schema),
      written_rules_(plan.rules.written),
      document_rules_(plan.rules.document) {}

void Checker::let_go() {
  give_back(written_);
  give_back(canonical_);
  normalized_ = {};
}

void Checker::find_violations(const Value& root, Violations& violations) {
  violations.clear();
  validator_.validate(root, &violations);
}

bool Checker::conforms(const Value& root) {
  find_violations(root, written_);
  return written_.empty();
}

void Checker::report_violations(Findings& findings) {
  report(written_, written_, findings);
}

void Checker::check(Value& root, Arena& arena, const Written& written,
                    const Identity& identity, Checked& out) {
  Findings& findings = out.findings;
  report_identity(root, identity, findings);
  out.stage = findings.blocked() ? Stage::identify : Stage::check;
  if (written.may_have_duplicate_keys) find_duplicate_keys(root, findings);
  if (written.may_have_nul) find_nul_characters(root, findings);
  find_violations(root, written_);
  written_rules_.check(root, plan_.options, findings);
  out.claim_order = claim_order(root);
  out.changes.clear();
  const bool rewritten = normalize_document(plan_.normalization, root, arena,
                                            normalized_, out.changes);
  const bool again = rewritten || (!written_.empty() && !out.changes.empty());
  if (again) find_violations(root, canonical_);
  report(written_, again ? canonical_ : written_, findings);
  forget(written_);
  forget(canonical_);
  findings.append(std::move(normalized_));
  const bool accepted = !findings.blocked();
  out.connectivity =
      bind_document(root, out.changes, out.claim_order, findings);
  out.repeats_too_much =
      report_repeated(*out.connectivity, identity, written.size, findings);
  if (accepted && findings.blocked()) out.stage = Stage::bind;
  document_rules_.check(root, plan_.options, findings);
}

// `written` are the violations of the document as written, `canonical` those
// after normalization, old and new. They are the same list if normalization
// changed nothing.
void Checker::report(const Violations& written, const Violations& canonical,
                     Findings& findings) const {
  if (&written == &canonical) {
    for (const Violation& violation : written) {
      add_violation(violation, false, findings);
    }
    return;
  }
  const ViolationIndex before(written), left(canonical);
  for (const Violation& violation : written) {
    const bool repaired = !plan_.strict && !left.contains(violation);
    add_violation(violation, repaired, findings);
  }
  if (plan_.strict) return;
  for (const Violation& violation : canonical) {
    if (!before.contains(violation)) add_violation(violation, false, findings);
  }
}

}  // namespace trunklift
