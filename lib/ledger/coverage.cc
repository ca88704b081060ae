// Of which accounts an input holds every document.
#include "ledger/coverage.h"

namespace trunklift {
namespace {

// What holds some documents by its nature: those that a query found, that
// changed since, that an earlier run rejected.
bool is_selection(Form form) {
  return form == Form::found || form == Form::change || form == Form::noted;
}

// What is only in the database of its account, where trunkstore documents are.
// Of account documents there is a copy in a database for all accounts, and
// numbers have databases of their own.
bool speaks_for_account(Kind kind) {
  return kind == Kind::trunkstore || kind == Kind::limits;
}

// It may be any document: of its account, if the path tells.
bool is_unknown(const Blob& blob, const Identity& identity) {
  if (blob.sort != Blob::Sort::document) return true;
  return identity.account_id.empty() || !identity.has_id;
}

}  // namespace

void Coverage::observe(const Blob& blob, const Identity& identity,
                       bool rejected) {
  if (complete_ == Complete::none) return;
  if (rejected && is_unknown(blob, identity)) {
    const std::string_view account =
        identity.account_id.empty() ? blob.account : identity.account_id;
    if (account.empty()) {
      ++unknown_;
    } else {
      uncertain_.get(hash128(account));
    }
  }
  if (identity.account_id.empty() || is_selection(blob.form) ||
      !speaks_for_account(identity.kind)) {
    return;
  }
  const Hash128 account = hash128(identity.account_id);
  if (account == last_) return;
  last_ = account;
  accounts_.get(account);
}

bool Coverage::covers(std::string_view account_id) const {
  if (complete_ == Complete::none || unknown_ > 0) return false;
  const Hash128 account = hash128(account_id);
  return (complete_ == Complete::all || accounts_.contains(account)) &&
         !uncertain_.contains(account);
}

}  // namespace trunklift
