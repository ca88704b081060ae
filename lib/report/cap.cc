// Findings keep their order.
#include "report/cap.h"

namespace trunklift {

std::span<const Finding> Cap::of(std::span<const Finding> findings,
                                 std::uint64_t most) {
  if (most == 0 || findings.size() <= most) return findings;
  groups_.clear();
  listed_.clear();
  for (const Finding& finding : findings) {
    Group& group = groups_[{number_of(*finding.rule), finding.severity}];
    if (++group.found > most) {
      ++listed_[group.last].more;
    } else {
      group.last = listed_.size();
      listed_.push_back(finding);
    }
  }
  return listed_;
}

}  // namespace trunklift
