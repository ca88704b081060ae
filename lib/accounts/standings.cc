// Claims and assignments are sorted by number, and merged.
#include "accounts/standings.h"

#include <algorithm>

#include "base/hash.h"

namespace trunklift {
namespace {

constexpr std::size_t sorter_memory = std::size_t{16} << 20;

}  // namespace

void ClaimCollector::process(const AccountBatch& batch, ClaimBatch& out,
                             Turn*) {
  out.claims.clear();
  for (const AccountTexts& texts : batch.accounts) {
    const std::size_t first = out.claims.size();
    const std::uint64_t account = AccountStore::key_of(texts.account_id);
    const routing::AccountDocuments& documents = trees_.read(batch, texts);
    for (const routing::ConvertedTrunk& trunk :
         checker_.convert(trees_, documents, texts)) {
      for (const Server& server : trunk.connectivity->servers) {
        for (const Did& did : server.dids) {
          out.claims.push_back({AccountStore::key_of(did.number), account});
        }
      }
    }
    const auto begin = out.claims.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(begin, out.claims.end());
    out.claims.erase(std::unique(begin, out.claims.end()), out.claims.end());
  }
}

Standings::Standings() : claims_(sorter_memory) {}

void Standings::add(const ClaimBatch& batch) {
  for (const AccountClaim& claim : batch.claims) claims_.add(claim);
}

void Standings::settle(SpillSorter<AccountStore::Assignment>& assignments) {
  const AccountStore::Assignment* assigned = assignments.next();
  claims_.for_each_group(
      [](const AccountClaim& a, const AccountClaim& b) {
        return a.number == b.number;
      },
      [&](std::span<const AccountClaim> claims) {
        const std::uint64_t number = claims.front().number;
        while (assigned && assigned->number < number) {
          assigned = assignments.next();
        }
        // Without revisions, several documents may say different things.
        std::vector<std::uint64_t> owners;
        while (assigned && assigned->number == number) {
          owners.push_back(assigned->account);
          assigned = assignments.next();
        }
        if (owners.size() == 1) {
          const bool simple =
              claims.size() == 1 && claims.front().account == owners.front();
          if (!simple) decided_[number] = owners.front();
        } else if (claims.size() > 1 || owners.size() > 1) {
          decided_[number] = 0;
        }
      });
}

routing::Standing Standings::of(std::string_view account_id,
                                std::string_view number) const {
  // Without a plus it is each account's own.
  if (!number.starts_with('+')) return routing::Standing::live;
  const auto found = decided_.find(AccountStore::key_of(number));
  if (found == decided_.end()) return routing::Standing::live;
  if (found->second == 0) return routing::Standing::contested;
  return found->second == AccountStore::key_of(account_id)
             ? routing::Standing::live
             : routing::Standing::elsewhere;
}

}  // namespace trunklift
