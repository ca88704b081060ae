// Takes the documents of a batch from parsing to conversion.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checker/checker.h"
#include "model/document.h"
#include "model/finding.h"
#include "parse/parser.h"
#include "pipeline/finding_output.h"
#include "pipeline/hidden_trunks.h"
#include "pipeline/plan.h"
#include "pipeline/processed_batch.h"
#include "pipeline/turn.h"

namespace trunklift {

// Each thread has one.
class Processor {
public:
  explicit Processor(const Plan& plan);
  // `batch` has to outlive the results in `out`, which point to its bytes. If
  // `turn` is given, results that grow too large are handed over during the
  // call, and large documents wait for the turn.
  void process(const Batch& batch, ProcessedBatch& out, Turn* turn = nullptr);
  // Processes a document, or a line that may hold several. Returns the findings
  // of the last document that are shown, which stay valid until the next call.
  // Without a policy all findings are shown.
  std::span<const Finding> process(const Blob& document, ProcessedBatch& out);
  // Frees the memory that earlier documents took.
  void let_go();

private:
  // Each of these takes one piece of an input and adds what becomes of it to
  // `batch`.
  void dispatch(const Blob& blob, ProcessedBatch& batch);
  void document(const Blob& blob, const JsonText& text, ProcessedBatch& batch);
  void generic(const Blob& blob, ProcessedBatch& batch);
  // In trunkstore.cc:
  void trunkstore(const Tree& tree, const JsonText& text, Processed& out,
                  Arena& arena);
  // In other_documents.cc: documents of other kinds.
  void undefined(const Blob& blob, const JsonText& text, ProcessedBatch& batch);
  void context(const Value& root, Processed& out, Arena& arena);
  void skip(const Blob& blob, const JsonText& text, std::string_view kind,
            ProcessedBatch& batch);
  void skip(Processed&& document, ProcessedBatch& batch);
  bool number(const JsonText& text, ProcessedBatch& batch);
  // In unread.cc: pieces that are no documents or cannot be read as one.
  void broken(const Blob& blob, ProcessedBatch& batch);
  void unreadable(const Blob& blob, const Rule& rule, std::string message,
                  ProcessedBatch& batch);
  void stand_in(const Blob& blob, ProcessedBatch& batch);
  void beside(const Blob& blob, ProcessedBatch& batch);

  void hand_over(ProcessedBatch& batch);
  void await_turn(std::size_t bytes);
  std::optional<JsonText> read(std::string_view text);
  Tree whole_tree(const JsonText& text);
  std::string_view account_of(const Blob& blob) const;
  Identity identity_of(const Tree& tree, const Blob& blob) const;
  bool skips(Kind kind) const;
  bool is_misread(const Value& root, Processed& out);
  void hold(const HiddenTrunks& hidden, Processed& out);
  void finish(Processed&& document, ProcessedBatch& batch);

  const Plan& plan_;
  Turn* turn_ = nullptr;   // of the current batch
  bool is_large_ = false;  // set by await_turn
  bool is_huge_ = false;   // the same
  Parser parser_;
  Checker checker_;
  Checked checked_;              // the current document
  std::vector<Rank> ancestors_;  // from its _revisions, if it has any
  FindingOutput output_;
};

}  // namespace trunklift
