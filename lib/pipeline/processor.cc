// Cheap looks at the text of a document come first. The tree is made only where
// it is needed.
#include "pipeline/processor.h"

#include <malloc.h>

#include <utility>

#include "base/text.h"
#include "check/rules.h"
#include "pipeline/other_kinds.h"
#include "pipeline/stand_in.h"
#include "source/cut.h"

namespace trunklift {

Processor::Processor(const Plan& plan)
    : plan_(plan),
      parser_(plan.max_depth),
      checker_({*plan.schema, *plan.normalization, plan.rules, plan.options,
                plan.strict}),
      output_(plan) {}

void Processor::process(const Batch& batch, ProcessedBatch& out, Turn* turn) {
  out.clear();
  out.rendered.resize(plan_.reports.size());
  turn_ = turn;
  cut(
      batch,
      [&](const Blob& blob) {
        if (plan_.fingerprint) out.tally.add_source(content_of(blob));
        dispatch(blob, out);
      },
      [&](std::size_t bytes) { await_turn(bytes); });
  turn_ = nullptr;
}

// Called with the size of a piece before memory is spent on it.
void Processor::await_turn(std::size_t bytes) {
  if (bytes <= large_document || !turn_) return;
  turn_->await();
  is_large_ = true;
  is_huge_ |= bytes > 4 * large_document;
}

void Processor::hand_over(ProcessedBatch& batch) {
  if (!turn_) return;
  if (batch.held() > share_of_batch) {
    turn_->hand_over();
    batch.clear();
  }
  if (is_large_) let_go();
}

void Processor::let_go() {
  constexpr std::size_t many = 1 << 12;
  const bool took_much = is_huge_ || checked_.findings.list().size() > many;
  is_large_ = is_huge_ = false;
  parser_.let_go();
  checker_.let_go();
  checked_.let_go();
#ifdef __GLIBC__
  // Each thread has a heap of its own. It would keep memory that the thread
  // with the next large document needs.
  if (took_much) ::malloc_trim(0);
#endif
}

std::span<const Finding> Processor::process(const Blob& document,
                                            ProcessedBatch& out) {
  out.clear();
  out.rendered.resize(plan_.reports.size());
  dispatch(document, out);
  return checked_.findings.list();
}

void Processor::dispatch(const Blob& blob, ProcessedBatch& batch) {
  checked_.clear();
  if (blob.sort == Blob::Sort::beside) {
    if (!plan_.generic) beside(blob, batch);
  } else if (blob.sort != Blob::Sort::document) {
    stand_in(blob, batch);
  } else if (plan_.generic) {
    generic(blob, batch);
  } else if (const std::optional<JsonText> text = read(blob.bytes)) {
    document(blob, *text, batch);
  } else {
    broken(blob, batch);
  }
  hand_over(batch);
}

// Makes the tree at once if it will be needed.
std::optional<JsonText> Processor::read(std::string_view text) {
  std::optional<IndexedText> indexed = parser_.index(text);
  if (!indexed) return {};
  return plan_.convert || indexed->seems_to_have("pvt_type", "sys_info")
             ? indexed->with_tree()
             : indexed->verdict();
}

void Processor::generic(const Blob& blob, ProcessedBatch& batch) {
  const Value* root = parser_.parse_bare(blob.bytes);
  if (!root) return broken(blob, batch);
  if (checker_.conforms(*root)) {
    batch.tally.count(kind_name_of(*root));
    ++batch.tally.accepted;
    return;
  }
  checker_.report_violations(checked_.findings);
  Processed out;
  out.blob = blob;
  // Unlike `root`, this tree has a content hash.
  const std::optional<Tree> tree = parser_.read(blob.bytes);
  if (tree->root->is(Type::object)) out.identity = identity_of(*tree, blob);
  out.identity.kind_name = kind_name_of(*tree->root);
  out.stage = Stage::check;
  out.fate = checked_.findings.blocked() ? Fate::rejected : Fate::accepted;
  finish(std::move(out), batch);
}

// The account that the path names, or else the one of the command line.
std::string_view Processor::account_of(const Blob& blob) const {
  return blob.account.empty() ? plan_.account : blob.account;
}

// Whether documents of this kind are only counted.
bool Processor::skips(Kind kind) const {
  return kind == Kind::other ||
         (kind == Kind::number && !plan_.convert && !plan_.explain_skips);
}

// Takes the revision of the row or file if the document has none.
Identity Processor::identity_of(const Tree& tree, const Blob& blob) const {
  Identity identity = identify(*tree.root, tree.content, account_of(blob));
  if (identity.revision.empty() && !blob.revision.empty()) {
    identity.revision = blob.revision;
    identity.has_revision = false;
  }
  return identity;
}

// Takes the document without the `_revisions` that couchbackup adds, and keeps
// those in `ancestors_`.
Tree Processor::whole_tree(const JsonText& text) {
  const Tree& tree = text.tree();
  ancestors_.clear();
  const Value* history = tree.root->find("_revisions");
  if (!history) return tree;
  ancestors_ = ancestors_of(*history);
  for (const Member& member : members(*tree.root)) {
    if (&member.value != history) continue;
    remove_member(*tree.root, member);
    break;
  }
  return *parser_.read_copy(to_json(*tree.root));
}

void Processor::document(const Blob& blob, const JsonText& text,
                         ProcessedBatch& batch) {
  const auto type = text.text_member("pvt_type");
  if (type && !type->empty() && skips(kind_of_type(*type)) && !blob.other_id &&
      !may_hold_trunk(text)) {
    const bool is_number = kind_of_type(*type) == Kind::number;
    if (is_number && number(text, batch)) return undefined(blob, text, batch);
    return skip(blob, text, *type, batch);
  }
  const Tree tree = whole_tree(text);
  if (!tree.root->is(Type::object)) {
    return unreadable(
        blob, rule::not_an_object,
        "expected an object, found " + std::string(type_name(tree.root->type)),
        batch);
  }
  Processed out;
  out.blob = blob;
  out.identity = identity_of(tree, blob);
  if (out.identity.deleted) out.identity.ancestors = std::move(ancestors_);
  const Kind kind = out.identity.kind;
  const bool misread = is_misread(*tree.root, out);
  if (misread && kind != Kind::trunkstore) {
    return finish(std::move(out), batch);
  }
  if (kind == Kind::number && number(text, batch) && skips(kind)) {
    return undefined(blob, text, batch);
  }
  if (skips(kind)) return skip(blob, text, out.identity.kind_name, batch);
  if (kind == Kind::trunkstore) {
    trunkstore(tree, text, out, batch.arena);
    if (misread) out.fate = Fate::rejected;  // also a deleted one
  } else {
    context(*tree.root, out, batch.arena);
  }
  finish(std::move(out), batch);
}

// Counts the document and puts its findings into words. This needs no other
// document, so all threads do it in parallel.
void Processor::finish(Processed&& document, ProcessedBatch& batch) {
  Findings& findings = checked_.findings;
  batch.tally.count(document.identity.kind_name);
  if (document.fate == Fate::rejected && plan_.keep_reasons) {
    document.reasons = output_.reasons(findings);
  }
  if (plan_.readiness) document.marks = marks_of(findings.list());
  if (!findings.list().empty()) output_.add(document, findings, batch);
  batch.add(std::move(document));
}

}  // namespace trunklift
