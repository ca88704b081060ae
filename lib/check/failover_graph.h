// Finds circles of failovers among numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

namespace trunklift {

class FailoverGraph {
public:
  // The claim that has the failover: its DocumentRef, and its offset there.
  struct Claim {
    std::uint64_t document;
    std::uint32_t claim;
  };
  void add(std::uint64_t from, std::uint64_t to, Claim claim);

  // Visits each failover that is part of a circle of several numbers. `size` is
  // the number of numbers in the circle, and in all circles that share numbers
  // with it.
  void each_in_circle(
      const std::function<void(const Claim&, std::size_t size)>& visit) const;

private:
  struct Edge {
    std::uint32_t to;
    Claim claim;
  };
  std::uint32_t node(std::uint64_t number);

  std::unordered_map<std::uint64_t, std::uint32_t> nodes_;
  std::vector<std::vector<Edge>> edges_;  // by the node that they start from
};

}  // namespace trunklift
