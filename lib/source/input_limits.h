// What may go wrong with inputs, and how far they are followed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trunklift {

struct InputProblem {
  std::string name;
  std::string reason;
};

// Of more problems than `most_problems` the rest is one, which says how many
// there are: `more` counts them. For whoever adds to `problems`.
inline constexpr std::size_t most_problems = 1000;
void keep_few(std::vector<InputProblem>& problems, std::uint64_t& more);

struct InputLimits {
  // An input that unfolds to more than this many times its size is cut off.
  std::uint64_t expansion = 1000;  // 0: no limit
  // What the run writes, by path: it is no input, wherever it is met.
  std::vector<std::string> outputs;
  // Whether what is packed is unpacked twice: the first time to see whether its
  // checksums hold. What they do not hold for is a problem, and not handed out.
  bool verify = false;
};

}  // namespace trunklift
