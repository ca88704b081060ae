// What a target's ledger says of documents, as it was when the run began and as
// the run goes on.
#pragma once

#include <cstdint>
#include <optional>

#include "base/hash.h"
#include "base/hash_table.h"
#include "model/document.h"
#include "sink/postgres/connection.h"

namespace trunklift::postgres {

// 64 bytes a document, 80 to 100 with what is free in the table; beyond
// `memory` in temporary files.
class StoredDocumentsTable {
public:
  struct Entry {
    Hash128 key;
    Hash128 records;  // record_hash
    std::uint64_t content;
    std::uint64_t revision;
    std::uint64_t generation : 56;
    std::uint64_t used : 1;
    std::uint64_t here : 1;      // in the target now
    std::uint64_t this_run : 1;  // written by it
    std::uint64_t : 5;

    static std::uint64_t place_of(Hash128 key) { return key.low; }
    std::uint64_t place() const { return key.low; }
    bool is_empty() const { return !used; }
    bool belongs_to(Hash128 other) const { return key == other; }
    void name(Hash128 its) {
      key = its;
      used = 1;
    }
    Rank rank() const { return {generation, revision, 0}; }
  };

  explicit StoredDocumentsTable(std::size_t memory) : memory_{memory} {}

  // From the target's ledger and context tables, in the transaction at hand.
  void read(Connection& connection);

  // Of that document; its entry may not be `here`.
  Entry& of(const Identity& identity);

  // Of the context row of an account, its limits or a number.
  Entry& of_context(const Identity& identity);

private:
  void read_into(Connection& connection, std::string_view prefix,
                 const std::string& query);

  TableMemory memory_;
  HashTable<Entry> table_{memory_};
};

}  // namespace trunklift::postgres
