// The set of documents that a run has met.
#pragma once

#include <cstddef>

#include "base/hash.h"
#include "base/hash_table.h"
#include "model/document.h"

namespace trunklift {

// Takes 20 to 25 bytes for each document. Beyond `memory` bytes, they are in
// unnamed temporary files.
class SeenDocuments {
public:
  explicit SeenDocuments(std::size_t memory) : memory_{memory} {}

  void add(const Identity& identity) { table_.get(key_of(identity)); }
  bool contains(const Identity& identity) const {
    return table_.contains(key_of(identity));
  }

private:
  static Hash128 key_of(const Identity& identity) {
    return FieldHash()
        .add(identity.account_id)
        .add(identity.document_id)
        .finish();
  }

  TableMemory memory_;
  HashSet table_{memory_};
};

}  // namespace trunklift
