// A failover is in a circle if both of its numbers are in one strongly
// connected component.
#include "check/failover_graph.h"

#include <algorithm>

namespace trunklift {
namespace {

constexpr std::uint32_t none = 0xFFFFFFFF;

// Tarjan's algorithm for strongly connected components. It does not recurse,
// because a chain of failovers may be as long as there are numbers.
struct Components {
  std::vector<std::uint32_t> of;     // component of each node
  std::vector<std::uint32_t> sizes;  // number of nodes of each component
};

template <typename Edges>
Components components_of(const std::vector<Edges>& edges) {
  const auto count = static_cast<std::uint32_t>(edges.size());
  Components out{std::vector<std::uint32_t>(count, none), {}};
  std::vector<std::uint32_t> order(count, none), low(count), open;
  struct Step {
    std::uint32_t node;
    std::size_t edge;
  };
  std::vector<Step> path;
  std::uint32_t next = 0;
  for (std::uint32_t start = 0; start < count; ++start) {
    if (order[start] != none) continue;
    path.push_back({start, 0});
    while (!path.empty()) {
      const std::uint32_t node = path.back().node;
      if (path.back().edge == 0) {
        order[node] = low[node] = next++;
        open.push_back(node);
      }
      if (path.back().edge < edges[node].size()) {
        const std::uint32_t to = edges[node][path.back().edge++].to;
        if (order[to] == none) {
          path.push_back({to, 0});
        } else if (out.of[to] == none) {
          low[node] = std::min(low[node], order[to]);
        }
        continue;
      }
      path.pop_back();
      if (!path.empty()) {
        std::uint32_t& above = low[path.back().node];
        above = std::min(above, low[node]);
      }
      if (low[node] != order[node]) continue;
      out.sizes.push_back(0);
      for (std::uint32_t member = none; member != node;) {
        member = open.back();
        open.pop_back();
        out.of[member] = static_cast<std::uint32_t>(out.sizes.size() - 1);
        ++out.sizes.back();
      }
    }
  }
  return out;
}

}  // namespace

std::uint32_t FailoverGraph::node(std::uint64_t number) {
  const auto [place, is_new] =
      nodes_.emplace(number, static_cast<std::uint32_t>(edges_.size()));
  if (is_new) edges_.emplace_back();
  return place->second;
}

void FailoverGraph::add(std::uint64_t from, std::uint64_t to, Claim claim) {
  const std::uint32_t target = node(to);
  edges_[node(from)].push_back({target, claim});
}

void FailoverGraph::each_in_circle(
    const std::function<void(const Claim&, std::size_t size)>& visit) const {
  const Components components = components_of(edges_);
  for (std::size_t from = 0; from < edges_.size(); ++from) {
    const std::uint32_t own = components.of[from];
    for (const Edge& edge : edges_[from]) {
      if (components.of[edge.to] == own && components.sizes[own] > 1) {
        visit(edge.claim, components.sizes[own]);
      }
    }
  }
}

}  // namespace trunklift
