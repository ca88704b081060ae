// Whose numbers are, over all accounts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "accounts/account_checker.h"
#include "accounts/account_store.h"
#include "accounts/account_trees.h"
#include "base/spill_sorter.h"
#include "pipeline/turn.h"
#include "routing/intended.h"

namespace trunklift {

// A claim of an account on a number: hashes of both.
using AccountClaim = AccountStore::Assignment;

// The claims of some accounts, each once.
struct ClaimBatch {
  std::vector<AccountClaim> claims;
};

// One a thread.
class ClaimCollector {
public:
  ClaimCollector(const CheckerPlan& plan, std::size_t max_depth)
      : checker_(plan), trees_(max_depth) {}
  void process(const AccountBatch& batch, ClaimBatch& out, Turn*);

private:
  AccountChecker checker_;
  AccountTrees trees_;
};

// Filled by one thread, then read by many. Holds only numbers that are not
// simply those of the one account that claims them.
class Standings {
public:
  Standings();
  void add(const ClaimBatch& batch);
  // Once all were added. A number's own document decides; without one, a number
  // that several accounts claim is contested.
  void settle(SpillSorter<AccountStore::Assignment>& assignments);

  routing::Standing of(std::string_view account_id,
                       std::string_view number) const;

private:
  SpillSorter<AccountClaim> claims_;
  // By number: the account whose it is, or 0 if it is contested.
  std::unordered_map<std::uint64_t, std::uint64_t> decided_;
};

}  // namespace trunklift
