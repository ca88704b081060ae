// Which version of a document counts, when an input holds several.
#include "ledger/versions.h"

namespace trunklift {

Versions::Verdict Versions::offer(Hash128 key, const Rank& rank) {
  const auto [place, inserted] =
      entries_.try_emplace(key, Entry{rank, Bucket::skipped});
  if (inserted) return Verdict::first;
  if (rank <= place->second.rank) return Verdict::worse;
  place->second.rank = rank;
  return Verdict::better;
}

Hash128 version_key(const Identity& identity) {
  FieldHash key;
  key.add(identity.account_id);
  key.add(static_cast<std::int64_t>(identity.kind));
  if (identity.kind == Kind::trunkstore || identity.kind == Kind::number) {
    key.add(identity.document_id);
  }
  return key.finish();
}

}  // namespace trunklift
