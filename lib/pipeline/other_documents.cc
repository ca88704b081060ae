// Processes account, limits and number documents, and skips all other kinds.
#include <utility>

#include "convert/convert.h"
#include "pipeline/context.h"
#include "pipeline/context_findings.h"
#include "pipeline/other_kinds.h"
#include "pipeline/processor.h"
#include "pipeline/skipped.h"

namespace trunklift {

// Keeps what rules across documents need from a number document. Returns
// whether one of its members is the text "undefined".
bool Processor::number(const JsonText& text, ProcessedBatch& batch) {
  if (plan_.rules.number.empty()) return false;
  bool is_undefined = false;
  if (const auto number = read_number(text, batch.arena, is_undefined)) {
    batch.numbers.push_back(*number);
  }
  return is_undefined;
}

// Makes the tree of a number document and reports its members that are the text
// "undefined".
void Processor::undefined(const Blob& blob, const JsonText& text,
                          ProcessedBatch& batch) {
  const Tree tree = whole_tree(text);
  Processed out;
  out.blob = blob;
  out.identity = identify(*tree.root, tree.content, account_of(blob));
  report_context(*tree.root, out.identity, checked_.findings);
  finish(std::move(out), batch);
}

void Processor::context(const Value& root, Processed& out, Arena& arena) {
  out.fate = Fate::context;
  report_context(root, out.identity, checked_.findings);
  out.context = context_of(root, out.identity);
  if (!plan_.convert && !plan_.explain_skips) return;
  Records records = convert_context(root, out.identity, arena);
  if (plan_.explain_skips && records.rows.empty()) {
    report_skipped(out.identity, checked_.findings);
  }
  if (!plan_.convert) return;
  out.records = std::move(records);
  out.record_hash = context_hash(out.records);
}

// Counts the document; with --explain-skips also reports why it is not used.
void Processor::skip(Processed&& document, ProcessedBatch& batch) {
  if (plan_.explain_skips) {
    report_skipped(document.identity, checked_.findings);
    return finish(std::move(document), batch);
  }
  batch.tally.count(document.identity.kind_name);
  ++batch.tally.skipped;
}

void Processor::skip(const Blob& blob, const JsonText& text,
                     std::string_view kind, ProcessedBatch& batch) {
  if (!plan_.explain_skips) {
    batch.tally.count(kind);
    ++batch.tally.skipped;
    return;
  }
  Processed out;
  out.blob = blob;
  out.identity = identity_of(text.tree(), blob);
  skip(std::move(out), batch);
}

}  // namespace trunklift
