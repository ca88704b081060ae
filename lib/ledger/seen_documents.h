// Which documents a run met.
#pragma once

#include <cstddef>

#include "base/hash.h"
#include "base/hash_table.h"
#include "model/document.h"

namespace trunklift {

// 20 to 25 bytes a document; what is beyond `memory` is in unnamed temporary
// files.
class SeenDocuments {
public:
  explicit SeenDocuments(std::size_t memory) : memory_{memory} {}

  void add(const Identity& identity) { table_.get(key_of(identity)); }
  bool contains(const Identity& identity) const {
    return table_.contains(key_of(identity));
  }

private:
  struct Entry {
    Hash128 key;

    static std::uint64_t place_of(Hash128 key) { return key.low; }
    std::uint64_t place() const { return key.low; }
    bool is_empty() const { return key == Hash128{}; }
    bool belongs_to(Hash128 other) const { return key == other; }
    void name(Hash128 its) { key = its; }
  };
  static Hash128 key_of(const Identity& identity) {
    return FieldHash()
        .add(identity.account_id)
        .add(identity.document_id)
        .finish();
  }

  TableMemory memory_;
  HashTable<Entry> table_{memory_};
};

}  // namespace trunklift
