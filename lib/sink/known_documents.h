// What a target's ledger says of documents, as it was when the run began and as
// the run goes on.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "base/hash_table.h"
#include "model/document.h"
#include "sink/sink.h"

namespace trunklift {

// 64 bytes a document, 80 to 100 with what is free in the table; beyond
// `memory` in temporary files.
class KnownDocuments {
public:
  struct Entry {
    Hash128 key;
    Hash128 records;  // record_hash
    std::uint64_t content;
    std::uint64_t revision;
    std::uint64_t generation : 56;
    std::uint64_t used : 1;
    std::uint64_t in_target : 1;  // in the target now
    std::uint64_t this_run : 1;   // written by it
    std::uint64_t loaded : 1;     // had records when the run began
    std::uint64_t vanished : 1;   // was marked then
    std::uint64_t seen : 1;       // the run met it
    std::uint64_t : 2;

    static std::uint64_t place_of(Hash128 key) { return key.low; }
    std::uint64_t place() const { return key.low; }
    bool is_empty() const { return !used; }
    bool belongs_to(Hash128 other) const { return key == other; }
    void name(Hash128 its) {
      key = its;
      used = 1;
    }
    Rank rank() const { return {generation, revision, 0}; }
    // It is in the target, from an earlier run.
    void set(std::string_view its_revision, std::string_view content_hash);
    // The same of the row of an account, its limits or a number, whose hash is
    // of the document and of the row, "0123456789abcdef-0123456789abcdef". That
    // of earlier versions was of the row alone: any other row replaces it.
    void set_context(std::string_view its_revision, std::string_view hashes);
  };

  explicit KnownDocuments(std::size_t memory) : memory_{memory} {}

  // What a target has: hashes in hexadecimal, "" if there is none.
  void put_document(std::string_view account_id, std::string_view document_id,
                    std::string_view revision, std::string_view content_hash,
                    std::string_view record_hash, bool loaded);
  // The context row of an account, its limits or a number.
  void put_context(Kind kind, std::string_view account_id,
                   std::string_view document_id, std::string_view revision,
                   std::string_view content_hash);
  void put_vanished(std::string_view account_id, std::string_view document_id);

  // The entry of that document, which counts as seen; it may not be
  // `in_target`.
  Entry& mark_seen(const Identity& identity);
  const Entry& of(std::string_view account_id, std::string_view document_id);

  // The entry of the context row of an account, its limits or a number.
  Entry& of_context(const Identity& identity);

  // Documents with records that were not seen.
  std::uint64_t unseen() const { return unseen_; }
  // Documents that were marked, and were seen.
  std::uint64_t returned() const { return returned_; }

private:
  Entry& put(Hash128 key, std::string_view revision,
             std::string_view content_hash);

  std::uint64_t unseen_ = 0, returned_ = 0;
  TableMemory memory_;
  HashTable<Entry> table_{memory_};
};

// What a delivery does to a target.
enum class Change : std::uint8_t {
  none,  // nothing is known of it, and nothing is left to be known
  insert,
  update,
  unchanged,
  superseded,  // by what the target has
  remove,
};

// What one of these kinds does beside what is `known`. Nothing is noted.
Change change_of_load(const KnownDocuments::Entry& known,
                      const Identity& identity, const Delivery::Load& load);
Change change_of_removal(const KnownDocuments::Entry& known,
                         const Identity& identity);
Change change_of_context(const KnownDocuments::Entry& known,
                         const Delivery& delivery,
                         const Delivery::Context& context);

// The run wrote that.
void note_written(KnownDocuments::Entry& known, const Identity& identity,
                  Hash128 records);

}  // namespace trunklift
