// The semantic rules, schemas and normalizations that are built in.
#pragma once

#include <span>
#include <string_view>

#include "check/rule.h"

namespace trunklift::rules {

RuleSet all();

// A file of rules/schema or rules/normalize, embedded when the tool is built.
struct DataFile {
  std::string_view name;  // "schema/connectivity.json"
  std::string_view text;
};
std::span<const DataFile> data_files();

// The text of a data file, or "" if there is none of that name.
std::string_view data_file(std::string_view name);

}  // namespace trunklift::rules
