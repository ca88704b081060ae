// What can go wrong with the world, and the exit codes that say so.
#pragma once

#include <stdexcept>
#include <string>

namespace trunklift {

// The process's exit codes; documented in the manual page.
enum class Exit : int {
  done = 0,
  findings = 1,
  usage = 2,
  input = 3,
  target = 4,
  internal = 5,
  interrupted = 130,
  reader_gone = 141,  // what the shell shows for a program that SIGPIPE ended
  terminated = 143,
};

// Thrown when the world is bad (a file, a target, a configuration), never for
// bad documents: those are findings. Caught once, in main.
class Error : public std::runtime_error {
public:
  // `what` reads as "cannot <attempt> <object>: <reason>"; `advice`, when not
  // empty, says what to do next.
  Error(Exit code, const std::string& attempt, const std::string& object,
        const std::string& reason, std::string advice = {});

  Exit code() const noexcept { return code_; }
  const std::string& advice() const noexcept { return advice_; }

private:
  Exit code_;
  std::string advice_;
};

}  // namespace trunklift
