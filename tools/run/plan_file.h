// The file of a plan: a JSON object a line, the header first, then one for each
// document that would change, and a summary.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"
#include "sink/planned.h"

namespace trunklift {

// What decides what a run does, but for the target's contents.
struct PlanHeader {
  std::string rules;   // hash of schemas, normalizations and program
  std::string source;  // hash of the documents, whatever their order
  std::vector<std::string> inputs;
  std::string schema_of_target = {};
  int version = 0;        // of the target's tables, 0: none
  std::string made = {};  // when they were made, "" if there are none
};

std::string header_line(const PlanHeader& header, const Settings& settings,
                        const PlannedRun& planned);
std::string change_line(const PlannedChange& change);
std::string summary_line(const PlannedRun& planned);

// Reads the header, and sets the options that the plan was made with. Throws
// Error(usage) if it is no plan, or one of another format.
PlanHeader read_header(const std::string& path, Settings& settings);

// Calls `each` with the lines of changes, without their newlines.
void read_changes(const std::string& path,
                  const std::function<void(std::string_view line)>& each);

// "update sys_info ACCOUNT/DOCUMENT", for people.
std::string described(std::string_view change_line);

// Counts by action: "sys_info  insert 3, update 1, unchanged 7", a line a kind,
// and rows.
std::string counts_text(const PlannedRun& planned);

}  // namespace trunklift
