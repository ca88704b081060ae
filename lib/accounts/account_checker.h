// The trunk documents of an account as a conversion takes them.
#pragma once

#include <deque>
#include <string_view>
#include <vector>

#include "accounts/account_trees.h"
#include "checker/checker.h"
#include "routing/intended.h"

namespace trunklift {

// One a thread.
class AccountChecker {
public:
  explicit AccountChecker(const CheckerPlan& plan) : checker_(plan) {}

  // Those that are neither rejected nor deleted, in order of ids. `documents`
  // are what `trees` read last: trees become canonical. Valid until the next
  // call.
  const std::vector<routing::ConvertedTrunk>& convert(
      AccountTrees& trees, const routing::AccountDocuments& documents,
      const AccountTexts& texts);

private:
  Checker checker_;
  Checked checked_;
  std::deque<Connectivity> connectivities_;
  std::vector<routing::ConvertedTrunk> converted_;
};

}  // namespace trunklift
