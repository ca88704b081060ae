// What a target has of one document.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "model/document.h"

namespace trunklift {

// What the target had of a document when the run began, and what the run has
// done to it since. For account, limits and number documents, this is about
// their row. All bits are zero if nothing is known.
struct Known {
  Hash128 records = {};        // record_hash, or see set_context
  std::uint64_t content = 0;   // upper half of the content hash
  std::uint64_t revision = 0;  // as in Rank
  std::uint64_t generation : 56 = 0;
  std::uint64_t in_target : 1 = 0;  // it is in the target now
  std::uint64_t this_run : 1 = 0;   // this run wrote it
  std::uint64_t loaded : 1 = 0;     // it had records when the run began
  std::uint64_t vanished : 1 = 0;   // it was marked when the run began
  std::uint64_t seen : 1 = 0;       // this run met it
  // This run may have loaded an earlier version directly, without noting it
  // here.
  std::uint64_t unnoted : 1 = 0;
  std::uint64_t : 2;

  // Takes a row of legacy_document that an earlier run wrote. Hashes are
  // hexadecimal, or "" for null.
  void set_document(std::string_view its_revision,
                    std::string_view content_hash, std::string_view record_hash,
                    bool is_loaded);
  // Takes the row of an account, limits or number document that an earlier run
  // wrote. `hashes` are those of the document and of the row, as in
  // "0123456789abcdef-0123456789abcdef". Earlier versions of the program wrote
  // only the hash of the row. Such a row is replaced by any other.
  void set_context(std::string_view its_revision, std::string_view hashes);
  // Notes that this run wrote that version.
  void set_written(const Identity& identity, Hash128 its_records);

  Rank rank() const { return {generation, revision, 0}; }

private:
  void set_revision(std::string_view text);
};

}  // namespace trunklift
