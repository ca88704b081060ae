// Texts that were read once parse again.
#include "accounts/account_trees.h"

#include <stdexcept>

namespace trunklift {
namespace {

constexpr std::size_t parser_count = 8;

}  // namespace

AccountTrees::AccountTrees(std::size_t max_depth) : max_depth_(max_depth) {}

Value* AccountTrees::tree_of(std::string_view text) {
  if (used_ == parsers_.size() && used_ < parser_count) {
    parsers_.push_back(std::make_unique<Parser>(max_depth_));
  }
  const bool stays = used_ + 1 < parser_count;
  Parser& parser = *parsers_[stays ? used_++ : parser_count - 1];
  Value* root = parser.parse_bare(text);
  if (!root) throw std::logic_error("a document does not parse again");
  if (stays) return root;
  Value* copy = arena_.new_items(1);
  *copy = arena_.clone(*root);
  return copy;
}

const routing::AccountDocuments& AccountTrees::read(
    const AccountBatch& batch, const AccountTexts& account) {
  arena_.reset();
  used_ = 0;
  documents_.account = nullptr;
  documents_.trunks.clear();
  trunks_.clear();
  documents_.numbers.clear();
  for (const AccountTexts::Document& document : account.documents) {
    Value* root = tree_of(
        std::string_view(batch.bytes).substr(document.begin, document.size));
    switch (document.kind) {
      case Kind::account: documents_.account = root; break;
      case Kind::number:
        documents_.numbers.push_back({document.id, root});
        break;
      default:
        documents_.trunks.push_back({document.id, root});
        trunks_.push_back({root, document.size});
    }
  }
  return documents_;
}

}  // namespace trunklift
