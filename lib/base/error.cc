// What can go wrong with the world, and the exit codes that say so.
#include "base/error.h"

#include <utility>

namespace trunklift {

Error::Error(Exit code, const std::string& attempt, const std::string& object,
             const std::string& reason, std::string advice)
    : std::runtime_error("cannot " + attempt +
                         (object.empty() ? "" : " " + object) +
                         (reason.empty() ? "" : ": " + reason)),
      code_(code),
      advice_(std::move(advice)) {}

}  // namespace trunklift
