// What becomes of each document of a batch: what it is, and its findings,
// records and marks.
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

// One a thread.
class Processor {
public:
  explicit Processor(const Plan& plan);
  // `batch` has to stay as long as what is put in `out`. With a turn, what is
  // too much to be held is handed over, and large documents wait for it.
  void process(const Batch& batch, ProcessedBatch& out, Turn* turn = nullptr);
  // A document, or a line that may hold several. Returns the findings of the
  // last one that are shown, until the next call; without a policy these are
  // all.
  std::span<const Finding> process(const Blob& document, ProcessedBatch& out);
  // Gives back the memory that documents so far took.
  void let_go();

private:
  // Each of these takes one piece of an input, and says what becomes of it.
  void dispatch(const Blob& blob, ProcessedBatch& batch);
  void document(const Blob& blob, const JsonText& text, ProcessedBatch& batch);
  void generic(const Blob& blob, ProcessedBatch& batch);
  // In trunkstore.cc:
  void trunkstore(const Tree& tree, const JsonText& text, Processed& out,
                  Arena& arena);
  // In other_documents.cc: those of other kinds.
  void undefined(const Blob& blob, const JsonText& text, ProcessedBatch& batch);
  void context(const Value& root, Processed& out, Arena& arena);
  void skip(const Blob& blob, const JsonText& text, std::string_view kind,
            ProcessedBatch& batch);
  void skip(Processed&& document, ProcessedBatch& batch);
  bool number(const JsonText& text, ProcessedBatch& batch);
  // In unread.cc: what is no document, or cannot be read as one.
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
  Turn* turn_ = nullptr;   // of the batch at hand
  bool is_large_ = false;  // a document of it was, see await_turn
  bool is_huge_ = false;   // the same
  Parser parser_;
  Checker checker_;
  Checked checked_;              // the document at hand
  std::vector<Rank> ancestors_;  // the same, if it lists them
  FindingOutput output_;
};

}  // namespace trunklift
