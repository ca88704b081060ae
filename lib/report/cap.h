// What a report lists of a document: the first findings of each rule.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "model/finding.h"

namespace trunklift {

// One a thread.
class Cap {
public:
  // Keeps of the findings of one document the first `most` of each rule and
  // severity, the last of which says how many more there are; with 0 all.
  // Lives until the next call, or until `findings` change.
  std::span<const Finding> of(std::span<const Finding> findings,
                              std::uint64_t most);

private:
  struct Group {
    std::uint64_t found = 0;
    std::size_t last = 0;  // its last one in `listed_`
  };
  std::map<std::pair<std::uint16_t, Severity>, Group> groups_;
  std::vector<Finding> listed_;
};

}  // namespace trunklift
