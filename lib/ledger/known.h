// What is known of one document of a target.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "model/document.h"

namespace trunklift {

// What the target had of a document, or of the row of an account, limits or
// number document, when the run began, and what the run made of it since. All
// bits are zero if nothing is known.
struct Known {
  Hash128 records = {};        // record_hash; of context see set_context
  std::uint64_t content = 0;   // upper half of the content hash
  std::uint64_t revision = 0;  // as in Rank
  std::uint64_t generation : 56 = 0;
  std::uint64_t in_target : 1 = 0;  // in the target now
  std::uint64_t this_run : 1 = 0;   // written by the run
  std::uint64_t loaded : 1 = 0;     // had records when the run began
  std::uint64_t vanished : 1 = 0;   // was marked then
  std::uint64_t seen : 1 = 0;       // the run met it
  std::uint64_t unnoted : 1 = 0;    // the run may have written it unnoted
  std::uint64_t : 2;

  // A row of legacy_document, from an earlier run. Hashes are hexadecimal; ""
  // stands for one that is null.
  void set_document(std::string_view its_revision,
                    std::string_view content_hash, std::string_view record_hash,
                    bool is_loaded);
  // The row of an account, limits or number document, from an earlier run. Its
  // hashes are those of the document and of the row,
  // "0123456789abcdef-0123456789abcdef". Earlier versions of the program wrote
  // the hash of the row alone: any other row takes the place of such a row.
  void set_context(std::string_view its_revision, std::string_view hashes);
  // The run wrote that version.
  void set_written(const Identity& identity, Hash128 its_records);

  Rank rank() const { return {generation, revision, 0}; }

private:
  void set_revision(std::string_view text);
};

}  // namespace trunklift
