// What becomes of documents of a target that a run did not meet.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "ledger/known.h"
#include "model/document.h"

namespace trunklift {

// Whether a document of the target that was never delivered, and has that rank
// there, is gone. None if nobody can tell.
using Covers =
    std::function<bool(std::string_view account_id,
                       std::string_view document_id, const Rank& rank)>;

// What becomes of a document of the target at the end of a run.
enum class AtEnd : std::uint8_t {
  stays,      // as it is
  restore,    // it was marked as vanished, and was met: the mark goes
  elsewhere,  // nobody can tell whether it is gone
  vanish,     // it is marked as vanished
  prune,      // it is deleted, with its records and its mark
};

// `prune`: what vanished is deleted, not marked.
AtEnd at_end(const Known& known, std::string_view account_id,
             std::string_view document_id, const Covers& covers, bool prune);

// Documents of the target that were not delivered.
struct Missing {
  std::uint64_t vanished = 0;   // marked now
  std::uint64_t pruned = 0;     // deleted now
  std::uint64_t elsewhere = 0;  // of accounts that the inputs do not cover

  void count(AtEnd what);
};

// Takes the documents of which more than their number matters: restore, vanish
// or prune.
using EachAtEnd = std::function<void(AtEnd what, std::string_view account_id,
                                     std::string_view document_id)>;

}  // namespace trunklift
