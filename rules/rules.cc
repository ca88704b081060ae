// The table of semantic rules, from rules.def.
#include "rules.h"

#include <algorithm>
#include <vector>

namespace trunklift::rules {
namespace {

// By what the lists of a RuleSet hold.
using written_rule = DocumentRule;
using document_rule = DocumentRule;
using number_rule = NumberRule;
using user_rule = ClaimRule;
using address_rule = ClaimRule;
using account_rule = AccountRule;

}  // namespace

#define TRUNKLIFT_RULE(list, name) extern const list##_rule name;
#include "rules.def"
#undef TRUNKLIFT_RULE

namespace {

struct Lists {
  std::vector<const DocumentRule*> written, document;
  std::vector<const NumberRule*> number;
  std::vector<const ClaimRule*> user, address;
  std::vector<const AccountRule*> account;

  Lists() {
#define TRUNKLIFT_RULE(list, name) list.push_back(&name);
#include "rules.def"
#undef TRUNKLIFT_RULE
  }
};

}  // namespace

RuleSet all() {
  static const Lists lists;
  return {lists.written, lists.document, lists.number,
          lists.user,    lists.address,  lists.account};
}

std::string_view data_file(std::string_view name) {
  const auto files = data_files();
  const auto found =
      std::find_if(files.begin(), files.end(),
                   [&](const DataFile& file) { return file.name == name; });
  return found == files.end() ? std::string_view{} : found->text;
}

}  // namespace trunklift::rules
