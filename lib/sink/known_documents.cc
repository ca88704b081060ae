// What a target's ledger says of documents.
#include "sink/known_documents.h"

#include <string>

namespace trunklift {
namespace {

using Entry = KnownDocuments::Entry;

constexpr std::uint64_t generation_mask = (std::uint64_t{1} << 56) - 1;

Hash128 key_of(std::string_view prefix, std::string_view account_id,
               std::string_view document_id) {
  return FieldHash().add(prefix).add(account_id).add(document_id).finish();
}

// What tells context from documents.
Hash128 context_key(Kind kind, std::string_view account_id,
                    std::string_view document_id) {
  switch (kind) {
    case Kind::account: return key_of("account", account_id, {});
    case Kind::limits: return key_of("limits", account_id, {});
    default: return key_of("number", account_id, document_id);
  }
}

// How the revision that an earlier run left compares with one that is offered;
// what has none is as good as the other. Within a run it was decided before.
enum class Revision : std::uint8_t { earlier, same, later };
Revision compared(const Entry& known, const Identity& offered) {
  Rank now = rank_of(offered.revision, {});
  now.generation &= generation_mask;
  if (!known.in_target || known.this_run || now.generation == 0) {
    return Revision::earlier;
  }
  return known.rank() == now  ? Revision::same
         : known.rank() > now ? Revision::later
                              : Revision::earlier;
}

}  // namespace

void KnownDocuments::Entry::set(std::string_view its_revision,
                                std::string_view content_hash) {
  const Rank rank = rank_of(its_revision, {});
  generation = rank.generation & generation_mask;
  revision = rank.revision;
  content = hash_from_hex(content_hash).high;
  in_target = 1;
  this_run = 0;
}

void KnownDocuments::Entry::set_context(std::string_view its_revision,
                                        std::string_view hashes) {
  const bool is_whole = hashes.size() == 33;
  std::string text(hashes);
  if (is_whole) text.erase(16, 1);
  set(its_revision, text);
  records = hash_from_hex(text);
  if (!is_whole) content = 0;
}

Entry& KnownDocuments::put(Hash128 key, std::string_view revision,
                           std::string_view content_hash) {
  Entry& entry = table_.get(key).entry;
  entry.set(revision, content_hash);
  return entry;
}

void KnownDocuments::put_document(std::string_view account_id,
                                  std::string_view document_id,
                                  std::string_view revision,
                                  std::string_view content_hash,
                                  std::string_view record_hash, bool loaded) {
  Entry& entry =
      put(key_of({}, account_id, document_id), revision, content_hash);
  entry.records = hash_from_hex(record_hash);
  // It may be read twice, when the connection was cut.
  if (loaded && !entry.loaded) ++unseen_;
  entry.loaded = loaded;
}

void KnownDocuments::put_context(Kind kind, std::string_view account_id,
                                 std::string_view document_id,
                                 std::string_view revision,
                                 std::string_view content_hash) {
  table_.get(context_key(kind, account_id, document_id))
      .entry.set_context(revision, content_hash);
}

void KnownDocuments::put_vanished(std::string_view account_id,
                                  std::string_view document_id) {
  table_.get(key_of({}, account_id, document_id)).entry.vanished = 1;
}

Entry& KnownDocuments::mark_seen(const Identity& identity) {
  Entry& entry =
      table_.get(key_of({}, identity.account_id, identity.document_id)).entry;
  if (!entry.seen) {
    entry.seen = 1;
    unseen_ -= entry.loaded;
    returned_ += entry.vanished;
  }
  return entry;
}

const Entry& KnownDocuments::of(std::string_view account_id,
                                std::string_view document_id) {
  return table_.get(key_of({}, account_id, document_id)).entry;
}

Entry& KnownDocuments::of_context(const Identity& identity) {
  return table_
      .get(
          context_key(identity.kind, identity.account_id, identity.document_id))
      .entry;
}

Change change_of_load(const Entry& known, const Identity& identity,
                      const Delivery::Load& load) {
  if (!known.in_target) return Change::insert;
  if (known.this_run) return Change::update;
  const Revision revision = compared(known, identity);
  if (revision == Revision::later) return Change::superseded;
  if (load.settled || known.records == load.record_hash) {
    return Change::unchanged;
  }
  // Where revisions are equal, the version counts that is not deleted, then the
  // one with the higher hash, whichever came first.
  return revision == Revision::same && known.loaded &&
                 known.content > identity.content.high
             ? Change::superseded
             : Change::update;
}

Change change_of_removal(const Entry& known, const Identity& identity) {
  const Revision revision = compared(known, identity);
  if (revision == Revision::later ||
      (revision == Revision::same &&
       (known.loaded || known.content > identity.content.high))) {
    return Change::superseded;
  }
  if (known.in_target && (spares(identity, known.rank()) ||
                          known.content == identity.content.high)) {
    return Change::unchanged;
  }
  return Change::remove;
}

Change change_of_context(const Entry& known, const Delivery& delivery,
                         const Delivery::Context& context) {
  const Identity& identity = delivery.identity;
  const bool says_nothing = context.records.rows.empty();
  const Revision revision = compared(known, identity);
  if (revision == Revision::later ||
      (revision == Revision::same &&
       (says_nothing || known.content > identity.content.high))) {
    return Change::superseded;
  }
  if (says_nothing) {
    return known.in_target || delivery.replaces ? Change::remove : Change::none;
  }
  if (!known.in_target) return Change::insert;
  return known.records.low == context.record_hash.low ? Change::unchanged
                                                       : Change::update;
}

void note_written(Entry& known, const Identity& identity, Hash128 records) {
  const Rank rank = rank_of(identity.revision, {});
  known.generation = rank.generation & generation_mask;
  known.revision = rank.revision;
  known.content = identity.content.high;
  known.records = records;
  known.in_target = known.this_run = 1;
}

}  // namespace trunklift
