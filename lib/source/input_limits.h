// Problems of inputs, and the limits to which inputs are followed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace trunklift {

struct InputProblem {
  std::string name;
  std::string reason;
};

// Keeps `most_problems` problems and one more, which says how many others there
// were. `more` counts those. For code that adds to `problems`.
inline constexpr std::size_t most_problems = 1000;
void keep_few(std::vector<InputProblem>& problems, std::uint64_t& more);

struct InputLimits {
  // An input that unpacks to more than this many times its size is cut off.
  std::uint64_t expansion = 1000;  // 0: no limit
  // Paths of the files that the run writes. They are never read as inputs.
  std::vector<std::string> outputs;
  // Whether packed inputs are unpacked twice, first to compare their checksums.
  // If a checksum is wrong, that is a problem, and the data is not handed out.
  bool verify = false;
};

}  // namespace trunklift
