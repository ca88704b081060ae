// Which version of a document counts, when an input holds several.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/hash.h"
#include "base/temp_file.h"
#include "model/balance.h"
#include "model/document.h"

namespace trunklift {

// 40 bytes a document in a table that is half to four fifths full: 50 to 75.
// What is beyond `memory` bytes is in unnamed temporary files.
class Versions {
public:
  enum class Verdict : std::uint8_t {
    first,   // no other version so far
    better,  // counts instead of an earlier one
    worse,   // an earlier one counts
  };

  explicit Versions(std::size_t memory) : memory_(memory) {}

  // `key` names the document; the answer depends on ranks only, so the version
  // that counts in the end does not depend on the order.
  Verdict offer(Hash128 key, const Rank& rank);

  // Notes the bucket in which the version that counts was counted. Returns what
  // was noted before; `skipped` at first.
  Bucket note(Hash128 key, Bucket bucket);

  std::size_t bytes() const { return in_memory_ + in_files_; }
  std::size_t bytes_in_files() const { return in_files_; }

private:
  // All zeros: empty.
  struct Entry {
    Hash128 key;
    std::uint64_t revision, content;
    std::uint64_t generation : 56;
    std::uint64_t used : 1;
    std::uint64_t bucket : 7;

    Rank rank() const { return {generation, revision, content}; }
    void set(const Rank& rank);
  };
  static_assert(sizeof(Entry) == 40);

  // The table is in parts that grow one by one, so that growing it needs little
  // memory beyond what it has.
  struct Part {
    Mapping memory;
    std::size_t capacity = 0, used = 0;
    Entry* entries() const { return static_cast<Entry*>(memory.data()); }
    // The entry of this key, or an empty one where it belongs.
    Entry& find(Hash128 key) const;
  };

  Part& part_of(Hash128 key) { return parts_[key.high >> 56]; }
  void grow(Part& part);

  std::size_t memory_;
  std::size_t in_memory_ = 0, in_files_ = 0;
  std::array<Part, 256> parts_;
};

// The key of a document within its account; of context, one an account or
// number, whatever the id of the document.
Hash128 version_key(const Identity& identity);

}  // namespace trunklift
