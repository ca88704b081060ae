// A sorted list of hashes, in which binary search finds a version.
#include "model/settled.h"

#include <algorithm>

namespace trunklift {
namespace {

std::uint64_t hash_of(std::string_view account_id, std::string_view document_id,
                      Hash128 content) {
  return FieldHash()
      .add(account_id)
      .add(document_id)
      .add(static_cast<std::int64_t>(content.high))
      .add(static_cast<std::int64_t>(content.low))
      .finish()
      .low;
}

}  // namespace

void SettledVersions::add(std::string_view account_id,
                          std::string_view document_id, Hash128 content) {
  if (hashes_.size() <= most) {
    hashes_.push_back(hash_of(account_id, document_id, content));
  }
}

void SettledVersions::finish() {
  if (hashes_.size() > most) hashes_ = {};
  std::sort(hashes_.begin(), hashes_.end());
}

bool SettledVersions::has(const Identity& identity) const {
  return !hashes_.empty() && rank_of(identity.revision, {}).generation > 0 &&
         std::binary_search(hashes_.begin(), hashes_.end(),
                            hash_of(identity.account_id, identity.document_id,
                                    identity.content));
}

}  // namespace trunklift
