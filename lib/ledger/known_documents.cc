// One table has both documents and the rows of account, limits and number
// documents; their keys differ.
#include "ledger/known_documents.h"

namespace trunklift {
namespace {

Hash128 key_of(std::string_view prefix, std::string_view account_id,
               std::string_view document_id) {
  return FieldHash().add(prefix).add(account_id).add(document_id).finish();
}

// The prefix distinguishes these rows from documents.
Hash128 context_key(Kind kind, std::string_view account_id,
                    std::string_view document_id) {
  switch (kind) {
    case Kind::account: return key_of("account", account_id, {});
    case Kind::limits: return key_of("limits", account_id, {});
    default: return key_of("number", account_id, document_id);
  }
}

}  // namespace

void KnownDocuments::put_document(std::string_view account_id,
                                  std::string_view document_id,
                                  std::string_view revision,
                                  std::string_view content_hash,
                                  std::string_view record_hash, bool loaded) {
  Known& known = at(key_of({}, account_id, document_id));
  // A row may be read twice if the connection was cut.
  if (loaded && !known.loaded) ++unseen_;
  known.set_document(revision, content_hash, record_hash, loaded);
}

void KnownDocuments::put_context(Kind kind, std::string_view account_id,
                                 std::string_view document_id,
                                 std::string_view revision,
                                 std::string_view hashes) {
  at(context_key(kind, account_id, document_id)).set_context(revision, hashes);
}

void KnownDocuments::put_vanished(std::string_view account_id,
                                  std::string_view document_id) {
  at(key_of({}, account_id, document_id)).vanished = 1;
}

Known& KnownDocuments::meet(const Delivery& delivery) {
  const Identity& identity = delivery.identity;
  if (delivery.is<Delivery::Context>()) {
    return at(
        context_key(identity.kind, identity.account_id, identity.document_id));
  }
  Known& known = at(key_of({}, identity.account_id, identity.document_id));
  if (!known.seen) {
    known.seen = 1;
    unseen_ -= known.loaded;
    returned_ += known.vanished;
  }
  return known;
}

const Known& KnownDocuments::of(std::string_view account_id,
                                std::string_view document_id) {
  return at(key_of({}, account_id, document_id));
}

}  // namespace trunklift
