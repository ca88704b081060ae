// What is remembered of every document for the rules that look across them.
#include "check/corpus.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "model/pointer.h"

namespace trunklift {

std::string pointer_of(const Claim& claim) {
  std::string pointer = "/servers/" + std::to_string(claim.server) + "/DIDs";
  append_token(pointer, claim.number);
  return pointer;
}

Summary summarize(const Connectivity& document, const Identity& identity,
                  Origin origin) {
  Summary out;
  out.account_id = identity.account_id;
  out.document_id = identity.document_id;
  out.origin = origin;
  out.twoway_trunks = document.twoway_trunks;
  out.inbound_trunks = document.inbound_trunks;
  if (document.realm) out.realm = std::string(*document.realm);
  for (const Server& server : document.servers) {
    for (const Did& did : server.dids) {
      out.claims.push_back({std::string(did.number),
                            static_cast<std::uint32_t>(server.position),
                            did.claim_rank});
    }
  }
  return out;
}

void Corpus::add(std::string key, Summary summary) {
  documents_.insert_or_assign(std::move(key), std::move(summary));
}

void Corpus::remove(const std::string& key) { documents_.erase(key); }

void Corpus::set_context(const std::string& account, Kind kind,
                         const AccountContext& context) {
  AccountContext& known = accounts_[account];
  if (kind == Kind::account) {
    known.realm = context.realm;
  } else {
    const std::string realm = known.realm;
    known = context;
    known.realm = realm;
  }
}

const AccountContext* Corpus::find_account(std::string_view id) const {
  const auto found = accounts_.find(id);
  return found == accounts_.end() ? nullptr : &found->second;
}

std::vector<const Summary*> Corpus::documents() const {
  std::vector<const Summary*> sorted;
  sorted.reserve(documents_.size());
  for (const auto& [key, summary] : documents_) sorted.push_back(&summary);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) {
    return std::tie(a->account_id, a->document_id) <
           std::tie(b->account_id, b->document_id);
  });
  return sorted;
}

}  // namespace trunklift
