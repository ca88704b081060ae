// The table of semantic rules, from rules.def.
#include "rules.h"

#include <algorithm>

namespace trunklift::rules {

#define DOCUMENT_RULE(name) extern const DocumentRule name;
#define CORPUS_RULE(name) extern const CorpusRule name;
#include "rules.def"
#undef DOCUMENT_RULE
#undef CORPUS_RULE

namespace {

const DocumentRule* const document_rules[] = {
#define DOCUMENT_RULE(name) &name,
#define CORPUS_RULE(name)
#include "rules.def"
#undef DOCUMENT_RULE
#undef CORPUS_RULE
};

const CorpusRule* const corpus_rules[] = {
#define DOCUMENT_RULE(name)
#define CORPUS_RULE(name) &name,
#include "rules.def"
#undef DOCUMENT_RULE
#undef CORPUS_RULE
};

}  // namespace

RuleSet all() { return {document_rules, corpus_rules}; }

std::string_view data_file(std::string_view name) {
  const auto files = data_files();
  const auto found =
      std::find_if(files.begin(), files.end(),
                   [&](const DataFile& file) { return file.name == name; });
  return found == files.end() ? std::string_view{} : found->text;
}

}  // namespace trunklift::rules
