// trunklift check: validates documents and reports what is wrong.
#include "command.h"
#include "run/process.h"

namespace trunklift {

int run_check(const Settings& settings) {
  return process_inputs(settings, nullptr);
}

}  // namespace trunklift
