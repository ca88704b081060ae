// trunklift check: validates documents and reports what is wrong.
#include "command.h"
#include "scan.h"

namespace trunklift {

int run_check(const Settings& settings) { return scan(settings, nullptr); }

}  // namespace trunklift
