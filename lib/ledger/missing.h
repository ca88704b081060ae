// Decides what becomes of documents of a target that a run did not meet.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "ledger/known.h"
#include "model/document.h"

namespace trunklift {

// Whether a document of the target, which has that rank there and was not
// delivered, must be gone. The function is empty if nobody can tell.
using Covers =
    std::function<bool(std::string_view account_id,
                       std::string_view document_id, const Rank& rank)>;

// What becomes of a document of the target when the run ends.
enum class AtEnd : std::uint8_t {
  stays,      // it stays as it is
  restore,    // it was marked and came back: remove the mark
  elsewhere,  // nobody can tell whether it is gone, so it stays
  vanish,     // mark it as vanished
  prune,      // delete it with its records and its mark
};

// `prune`: delete documents that vanished instead of marking them.
AtEnd at_end(const Known& known, std::string_view account_id,
             std::string_view document_id, const Covers& covers, bool prune);

// Counts of documents of the target that were not delivered.
struct Missing {
  std::uint64_t vanished = 0;   // marked now
  std::uint64_t pruned = 0;     // deleted now
  std::uint64_t elsewhere = 0;  // the inputs do not cover them

  void count(AtEnd what);
};

// Called for each document that a target has to change: restore, vanish or
// prune.
using EachAtEnd = std::function<void(AtEnd what, std::string_view account_id,
                                     std::string_view document_id)>;

}  // namespace trunklift
