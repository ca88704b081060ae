// One case of `trunklift test`: an input, run by itself.
#pragma once

#include <string>

#include "command.h"
#include "options/compiled_plan.h"

namespace trunklift {

// What comes of a case, in the words of its expectations.
struct CaseResult {
  // "error TL0206 address-malformed /servers/0/auth/ip: expected ..." a line,
  // sorted; with account/document before the pointer where the input holds
  // several documents.
  std::string findings;
  // Accounts, trunks, devices and numbers with what they have, without secrets;
  // "" unless they were asked for.
  std::string records;
  std::string problem;  // why the input could not be read, or ""
};

CaseResult run_case(const std::string& input, const CompiledPlan& compiled,
                    const Settings& settings, bool with_records);

}  // namespace trunklift
