// Finds the documents that calls depend on, in batches of inputs.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "model/document.h"
#include "model/value.h"
#include "parse/parser.h"
#include "pipeline/turn.h"
#include "source/batch.h"

namespace trunklift {

// An account, number or trunkstore document, in whatever version.
struct GatheredDocument {
  Kind kind;
  // It says that the document is gone; of its content nothing is kept.
  bool is_tombstone;
  bool is_wanted;  // see GatherPlan; of trunkstore documents
  std::string_view account_id;
  std::string_view document_id;  // of a number, the number in normal form
  Rank rank;
  std::vector<Rank> ancestors;  // see Identity
  bool answers_calls = true;    // of a number: the state that it is in
  std::string_view text;  // JSON; "" of a number that says nothing of calls
};

struct GatheredBatch {
  Arena arena;  // holds ids
  // Texts point into the batch that was read.
  std::vector<GatheredDocument> documents;
  std::uint64_t read = 0;  // as `check` counts them
  // What is or may be a trunkstore document and could not be read as one.
  std::uint64_t unread = 0;

  void clear();
};

// What is looked for; shared by all threads.
struct GatherPlan {
  std::size_t max_depth = Parser::default_max_depth;
  // For documents and inputs that do not say their account; may be "".
  std::string_view account = {};
  // Whether a trunkstore document has what is asked for. Empty: all do.
  std::function<bool(const Value& root)> wants = {};
};

// One a thread.
class Gatherer {
public:
  explicit Gatherer(const GatherPlan& plan)
      : plan_(plan), parser_(plan.max_depth) {}
  // With a turn, large documents wait for it.
  void process(const Batch& batch, GatheredBatch& out, Turn* turn = nullptr);

private:
  void take(const Blob& blob, GatheredBatch& out);
  void document(const Blob& blob, const JsonText& text, GatheredBatch& out);
  void number(const Blob& blob, const JsonText& text, GatheredBatch& out);
  void gather(const Blob& blob, const Tree& tree, GatheredBatch& out);

  const GatherPlan& plan_;
  Parser parser_;
};

}  // namespace trunklift
