// Accounts, documents and revisions are remembered by their hashes.
#include "ledger/coverage.h"

namespace trunklift {
namespace {

// Whether inputs of that form hold only a selection: documents that a query
// found, that were asked for by id, that changed, or that an earlier run
// rejected.
bool is_selection(Form form) {
  return form == Form::found || form == Form::change || form == Form::noted ||
         form == Form::leaf || form == Form::api;
}

// Whether documents of that kind are stored only in the database of their
// account, as trunkstore documents are. Account documents have a copy in a
// database for all accounts, and numbers have databases of their own.
bool speaks_for_account(Kind kind) {
  return kind == Kind::trunkstore || kind == Kind::limits;
}

// Whether a rejected document may be any document, or any of the account that
// the path names.
bool is_unknown(const Blob& blob, const Identity& identity) {
  return blob.sort != Blob::Sort::document || blob.other_id ||
         identity.account_id.empty() || !identity.has_id;
}

Hash128 document_key(std::string_view account_id,
                     std::string_view document_id) {
  return FieldHash().add(account_id).add(document_id).finish();
}

// Whether a revision has as many digits as a hash. A shorter one was made by
// hand, so many documents may have it.
bool is_telling(const Rank& rank) { return (rank.revision & 0xFF) != 0; }

Hash128 revision_key(std::string_view account_id, const Rank& rank) {
  return FieldHash()
      .add(account_id)
      .add(static_cast<std::int64_t>(rank.generation))
      .add(static_cast<std::int64_t>(rank.revision))
      .finish();
}

}  // namespace

std::optional<Doubt> Coverage::observe(const Blob& blob,
                                       const Identity& identity,
                                       bool rejected) {
  std::optional<Doubt> left;
  if (complete_ == Complete::none) return left;
  // A document without an id may be any document of its account.
  const bool is_nameless = identity.kind == Kind::trunkstore &&
                           !identity.account_id.empty() && !identity.has_id;
  if (is_nameless || (rejected && is_unknown(blob, identity))) {
    left.emplace();
    left->account_id =
        identity.account_id.empty() ? blob.account : identity.account_id;
    doubt(*left);
  }
  if (identity.kind == Kind::trunkstore && !identity.account_id.empty()) {
    const Rank rank = rank_of(identity);
    if (is_telling(rank)) {
      revisions_.get(revision_key(identity.account_id, rank));
    }
  }
  if (identity.account_id.empty() || is_selection(blob.form) ||
      !speaks_for_account(identity.kind)) {
    return left;
  }
  const Hash128 account = hash128(identity.account_id);
  if (account == last_) return left;
  last_ = account;
  accounts_.get(account);
  return left;
}

void Coverage::doubt(const Doubt& doubt) {
  if (complete_ == Complete::none) return;
  if (doubt.account_id.empty() && doubt.document_id.empty()) {
    ++unknown_;
  } else if (doubt.document_id.empty()) {
    uncertain_.get(hash128(doubt.account_id));
  } else {
    uncertain_.get(document_key(doubt.account_id, doubt.document_id));
  }
}

bool Coverage::covers(std::string_view account_id) const {
  if (complete_ == Complete::none || unknown_ > 0) return false;
  const Hash128 account = hash128(account_id);
  return (complete_ == Complete::all || accounts_.contains(account)) &&
         !uncertain_.contains(account);
}

bool Coverage::covers(std::string_view account_id, std::string_view document_id,
                      const Rank& rank) const {
  return covers(account_id) &&
         !uncertain_.contains(document_key(account_id, document_id)) &&
         !uncertain_.contains(document_key({}, document_id)) &&
         !(is_telling(rank) &&
           revisions_.contains(revision_key(account_id, rank)));
}

}  // namespace trunklift
