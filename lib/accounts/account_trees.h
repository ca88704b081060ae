// The documents of an account as trees.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "accounts/account_store.h"
#include "parse/parser.h"
#include "routing/documents.h"

namespace trunklift {

// One a thread; what it returns is valid until the next call.
class AccountTrees {
public:
  explicit AccountTrees(std::size_t max_depth);
  const routing::AccountDocuments& read(const AccountBatch& batch,
                                        const AccountTexts& account);
  // The trees of `trunks`, which may be changed, and the bytes of their texts.
  struct Trunk {
    Value* root;
    std::size_t size;
  };
  const std::vector<Trunk>& trunks() const { return trunks_; }
  Arena& arena() { return arena_; }

private:
  Value* tree_of(std::string_view text);

  std::size_t max_depth_;
  // The first few trees stay with the parsers that made them; those of larger
  // accounts are copied.
  std::vector<std::unique_ptr<Parser>> parsers_;
  std::size_t used_ = 0;
  Arena arena_;
  routing::AccountDocuments documents_;
  std::vector<Trunk> trunks_;
};

}  // namespace trunklift
