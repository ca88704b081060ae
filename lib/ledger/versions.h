// Which version of a document counts, when an input holds several.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/hash.h"
#include "model/balance.h"
#include "model/document.h"

namespace trunklift {

class Versions {
public:
  enum class Verdict : std::uint8_t {
    first,   // no other version so far
    better,  // counts instead of an earlier one
    worse,   // an earlier one counts
  };

  // `key` names the document; the answer depends on ranks only, so the version
  // that counts in the end does not depend on the order.
  Verdict offer(Hash128 key, const Rank& rank);

  // Whether a version counts that is older than `rank`.
  bool is_older(Hash128 key, const Rank& rank) const {
    const auto found = entries_.find(key);
    return found != entries_.end() && found->second.rank < rank &&
           found->second.bucket != Bucket::skipped;
  }

  // The bucket in which the version that counts was counted.
  Bucket& bucket(Hash128 key) { return entries_.at(key).bucket; }

private:
  struct Entry {
    Rank rank;
    Bucket bucket;
  };
  struct KeyHash {
    std::size_t operator()(const Hash128& key) const { return key.low; }
  };
  std::unordered_map<Hash128, Entry, KeyHash> entries_;
};

// The key of a document within its account; of context, one an account or
// number, whatever the id of the document.
Hash128 version_key(const Identity& identity);

}  // namespace trunklift
