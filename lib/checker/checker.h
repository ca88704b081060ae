// Checks one document: schema, rules, normalization, and the typed form.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "check/document_rules.h"
#include "check/rule.h"
#include "model/change.h"
#include "model/document.h"
#include "model/finding.h"
#include "model/legacy.h"
#include "model/stage.h"
#include "model/value.h"
#include "normalize/program.h"
#include "schema/schema.h"

namespace trunklift {

// What documents are checked against. All of it outlives the checkers.
struct CheckerPlan {
  const schema::Program& schema;
  const normalize::Program& normalization;
  const RuleSet& rules;
  std::span<const ChangedOption> options;  // of rules
  // Whether violations of the schema are errors even if normalization repairs
  // them.
  bool strict = false;
};

// How a document was written, as far as its tree does not tell.
struct Written {
  std::size_t size = 0;  // bytes
  bool may_have_duplicate_keys = true;
  bool may_have_nul = true;  // the escape of U+0000
};

// A document that was checked. It is made once and filled again and again, so
// that most documents allocate nothing.
struct Checked {
  Findings findings;
  std::vector<Change> changes;  // by normalization
  // See claim_order, of the document as it was written.
  std::vector<std::int64_t> claim_order;
  // Points into the tree. It is only of use while `findings` is not blocked.
  std::optional<Connectivity> connectivity;
  // The stage that rejected it, if one did.
  Stage stage = Stage::check;
  // Its records would repeat too much of it (TL0026).
  bool repeats_too_much = false;

  void clear();
  void let_go();  // memory that grew with a large document
};

// Each thread has its own. It knows no other document, no input and no target.
class Checker {
public:
  explicit Checker(const CheckerPlan& plan);

  // A trunkstore document. Its tree becomes canonical, and new parts of it come
  // from `arena`. Findings are added to those that `out` has already, which may
  // have rejected the document before.
  void check(Value& root, Arena& arena, const Written& written,
             const Identity& identity, Checked& out);

  // Whether any document conforms to the schema alone. If it does not,
  // `report_violations` adds what it violates.
  bool conforms(const Value& root);
  void report_violations(Findings& findings);

  void let_go();  // memory that grew with a large document

private:
  using Violations = std::vector<schema::Violation>;
  void find_violations(const Value& root, Violations& violations);
  void report(const Violations& written, const Violations& canonical,
              Findings& findings) const;

  CheckerPlan plan_;
  schema::Validator validator_;
  const DocumentRules written_rules_, document_rules_;
  Violations written_, canonical_;
  Findings normalized_;
};

}  // namespace trunklift
