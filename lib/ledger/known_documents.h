// A table of what a target has of each document.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "base/hash_table.h"
#include "ledger/delivery.h"
#include "ledger/known.h"

namespace trunklift {

// Takes 56 bytes for each document, or 70 to 90 with the free entries of the
// table. Beyond `memory` bytes, it is in unnamed temporary files.
class KnownDocuments {
public:
  explicit KnownDocuments(std::size_t memory) : memory_{memory} {}

  // These add what a target has; see Known.
  void put_document(std::string_view account_id, std::string_view document_id,
                    std::string_view revision, std::string_view content_hash,
                    std::string_view record_hash, bool loaded);
  void put_context(Kind kind, std::string_view account_id,
                   std::string_view document_id, std::string_view revision,
                   std::string_view hashes);
  void put_vanished(std::string_view account_id, std::string_view document_id);

  // What is known of the delivered document, which counts as seen from now on,
  // or of the row of an account, limits or number document. Valid until the
  // next call.
  Known& meet(const Delivery& delivery);
  const Known& of(std::string_view account_id, std::string_view document_id);

  // Documents with records that the run has not met.
  std::uint64_t unseen() const { return unseen_; }
  // Documents that were marked as vanished and that the run has met.
  std::uint64_t returned() const { return returned_; }

private:
  struct Entry {
    Hash128 key;
    Known known;

    static std::uint64_t place_of(Hash128 key) { return key.low; }
    std::uint64_t place() const { return key.low; }
    bool is_empty() const { return key == Hash128{}; }
    bool belongs_to(Hash128 other) const { return key == other; }
    void name(Hash128 its) { key = its; }
  };
  static_assert(sizeof(Entry) == 56);

  Known& at(Hash128 key) { return table_.get(key).entry.known; }

  std::uint64_t unseen_ = 0, returned_ = 0;
  TableMemory memory_;
  HashTable<Entry> table_{memory_};
};

}  // namespace trunklift
