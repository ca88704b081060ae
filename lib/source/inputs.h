// What the command line names as inputs, spelt out to files.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trunklift {

struct Input {
  std::string name;         // as it is shown: the path, or "-"
  std::uint64_t bytes = 0;  // 0 if unknown
};

struct InputProblem {
  std::string name;
  std::string reason;
};

struct InputList {
  std::vector<Input> inputs;
  std::vector<InputProblem> problems;  // what could not be found or opened
  std::uint64_t total_bytes = 0;       // 0 if any is unknown
};

// Files stay, directories become their regular files (recursively, sorted by
// path, hidden ones left out, symlink loops survived), "-" is standard input.
InputList expand_inputs(const std::vector<std::string>& arguments);

}  // namespace trunklift
