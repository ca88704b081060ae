// The table of semantic rules, from rules.def.
#include "rules.h"

#include <algorithm>

namespace trunklift::rules {

#define WRITTEN_RULE(name) extern const DocumentRule name;
#define DOCUMENT_RULE(name) extern const DocumentRule name;
#define NUMBER_RULE(name) extern const NumberRule name;
#define ACCOUNT_RULE(name) extern const AccountRule name;
#include "rules.def"
#undef WRITTEN_RULE
#undef DOCUMENT_RULE
#undef NUMBER_RULE
#undef ACCOUNT_RULE

namespace {

const DocumentRule* const written_rules[] = {
#define WRITTEN_RULE(name) &name,
#define DOCUMENT_RULE(name)
#define NUMBER_RULE(name)
#define ACCOUNT_RULE(name)
#include "rules.def"
#undef WRITTEN_RULE
#undef DOCUMENT_RULE
#undef NUMBER_RULE
#undef ACCOUNT_RULE
};

const DocumentRule* const document_rules[] = {
#define WRITTEN_RULE(name)
#define DOCUMENT_RULE(name) &name,
#define NUMBER_RULE(name)
#define ACCOUNT_RULE(name)
#include "rules.def"
#undef WRITTEN_RULE
#undef DOCUMENT_RULE
#undef NUMBER_RULE
#undef ACCOUNT_RULE
};

const NumberRule* const number_rules[] = {
#define WRITTEN_RULE(name)
#define DOCUMENT_RULE(name)
#define NUMBER_RULE(name) &name,
#define ACCOUNT_RULE(name)
#include "rules.def"
#undef WRITTEN_RULE
#undef DOCUMENT_RULE
#undef NUMBER_RULE
#undef ACCOUNT_RULE
};

const AccountRule* const account_rules[] = {
#define WRITTEN_RULE(name)
#define DOCUMENT_RULE(name)
#define NUMBER_RULE(name)
#define ACCOUNT_RULE(name) &name,
#include "rules.def"
#undef WRITTEN_RULE
#undef DOCUMENT_RULE
#undef NUMBER_RULE
#undef ACCOUNT_RULE
};

}  // namespace

RuleSet all() {
  return {written_rules, document_rules, number_rules, account_rules};
}

std::string_view data_file(std::string_view name) {
  const auto files = data_files();
  const auto found =
      std::find_if(files.begin(), files.end(),
                   [&](const DataFile& file) { return file.name == name; });
  return found == files.end() ? std::string_view{} : found->text;
}

}  // namespace trunklift::rules
