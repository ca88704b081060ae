// The least of the heads of many sorted sequences.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace trunklift {

// A tree of losers: after the head of the least has changed, one comparison a
// level tells the next.
template <typename Record>
class Tournament {
public:
  // The head of each; nullptr of one that is empty. The records stay where they
  // are until their head changes.
  explicit Tournament(std::vector<const Record*> heads)
      : heads_(std::move(heads)), losers_(heads_.size()) {
    if (!heads_.empty()) least_ = play(1);
  }

  // Nothing once all are empty.
  const Record* head() const {
    return heads_.empty() ? nullptr : heads_[least_];
  }
  std::size_t least() const { return least_; }  // whose it is

  void change_head(const Record* head) {
    heads_[least_] = head;
    for (std::size_t node = (least_ + heads_.size()) / 2; node > 0; node /= 2) {
      if (precedes(losers_[node], least_)) std::swap(losers_[node], least_);
    }
  }

private:
  bool precedes(std::size_t a, std::size_t b) const {
    return heads_[a] && (!heads_[b] || *heads_[a] < *heads_[b]);
  }

  // The winner below a node; the sequences are the leaves.
  std::size_t play(std::size_t node) {
    if (node >= heads_.size()) return node - heads_.size();
    const std::size_t a = play(2 * node), b = play(2 * node + 1);
    const bool second = precedes(b, a);
    losers_[node] = second ? a : b;
    return second ? b : a;
  }

  std::vector<const Record*> heads_;
  std::vector<std::size_t> losers_;  // of each node, from 1
  std::size_t least_ = 0;
};

}  // namespace trunklift
