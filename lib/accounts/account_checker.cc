// Documents are checked as `migrate` checks them.
#include "accounts/account_checker.h"

#include <string>
#include <utility>

#include "model/document.h"

namespace trunklift {

const std::vector<routing::ConvertedTrunk>& AccountChecker::convert(
    AccountTrees& trees, const routing::AccountDocuments& documents,
    const AccountTexts& texts) {
  connectivities_.clear();
  converted_.clear();
  for (std::size_t i = 0; i < documents.trunks.size(); ++i) {
    const routing::TrunkDocument& trunk = documents.trunks[i];
    const auto [tree, size] = trees.trunks()[i];
    Value& root = *tree;
    Identity identity = identify(root, {}, texts.account_id);
    if (identity.kind != Kind::trunkstore || identity.deleted) continue;
    identity.document_id = std::string(trunk.id);
    checked_.clear();
    checker_.check(root, trees.arena(), {size}, identity, checked_);
    if (checked_.findings.blocked() || identity.account_id.empty()) continue;
    connectivities_.push_back(std::move(*checked_.connectivity));
    converted_.push_back({&trunk, &connectivities_.back()});
  }
  return converted_;
}

}  // namespace trunklift
