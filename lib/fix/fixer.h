// Repairs legacy documents: what `trunklift fix` does with a batch of them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "pipeline/processor.h"
#include "pipeline/tally.h"
#include "source/batch.h"

namespace trunklift {

// Shared by all threads, read only; all outlives the fixers.
struct FixPlan {
  const Plan* check;  // finds what is wrong; reports nothing
  bool lossy = false;
  bool diff = false;  // differences are wanted instead of documents
};

// Numbers of documents.
struct FixCounts {
  std::uint64_t read = 0;
  std::uint64_t repaired = 0;   // and nothing of note is left
  std::uint64_t in_part = 0;    // warnings or errors are left
  std::uint64_t unchanged = 0;  // and there is nothing of note to repair
  std::uint64_t left = 0;       // nothing was repaired, but warnings are left
  std::uint64_t unreadable = 0;
  std::uint64_t given_up = 0;   // of those left: repairs would not be sound
  std::uint64_t missing = 0;    // what stands in a document's place, left out
  std::uint64_t oversized = 0;  // too large to be read, and lost
  Counts<const Rule*> repairs;

  void add(const FixCounts& other);
};

struct FixedBatch {
  std::string text;  // documents, a newline behind each, or differences
  FixCounts counts;

  void clear();  // keeps the memory, unless it is much
};

// One a thread.
class Fixer {
public:
  explicit Fixer(const FixPlan& plan);
  // With a turn, what is too much to be held is handed over, and large
  // documents wait for it.
  void process(const Batch& batch, FixedBatch& out, Turn* turn = nullptr);

private:
  void take(const Blob& blob, FixedBatch& out);
  void let_go();
  // What it becomes; "" if it stays as it is.
  std::string fixed(const Blob& blob, FixedBatch& out);
  std::string fixed_line(const Blob& blob, FixedBatch& out);
  // One round; `done` are the rules of what it does.
  std::string repaired(const Blob& blob, std::span<const Finding> found,
                       std::vector<const Rule*>& done);
  void note_found(std::span<const Finding> found);
  bool is_found(const Rule& rule, const Place& place) const;
  void show(const Blob& blob, std::string_view after, FixedBatch& out);

  const FixPlan& plan_;
  Processor processor_;
  Parser before_, after_;
  ProcessedBatch processed_;
  std::string subject_;  // "account/document" of the last one looked at
  std::unordered_set<std::string> found_;  // see note_found
};

}  // namespace trunklift
