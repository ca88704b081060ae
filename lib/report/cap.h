// Limits how many findings of a rule a report lists for a document.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "model/finding.h"

namespace trunklift {

// Each thread has one.
class Cap {
public:
  // Takes the findings of one document and returns the first `most` of each
  // rule and severity. The last of these says how many more there are
  // (Finding::more). If `most` is 0, returns all. The result is valid until the
  // next call, or until `findings` change.
  std::span<const Finding> of(std::span<const Finding> findings,
                              std::uint64_t most);

private:
  struct Group {
    std::uint64_t found = 0;
    std::size_t last = 0;  // index of its last one in `listed_`
  };
  std::map<std::pair<std::uint16_t, Severity>, Group> groups_;
  std::vector<Finding> listed_;
};

}  // namespace trunklift
