// Places are matched token by token, by all patterns at a time.
#include "policy/glob.h"

#include <fnmatch.h>

#include <algorithm>

namespace trunklift {
namespace {

constexpr std::string_view any_number = "**";

// "/a/b" is {"", "a", "b"}.
std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> out;
  for (;;) {
    const std::size_t end = pointer.find('/');
    out.emplace_back(pointer.substr(0, end));
    if (end == std::string_view::npos) return out;
    pointer.remove_prefix(end + 1);
  }
}

}  // namespace

bool Globs::matches(const std::string& pattern, const std::string& text) {
  return fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

std::uint32_t& Globs::at(const std::string& pattern) {
  if (pattern == "*") return all_;
  const std::size_t wildcard = pattern.find_first_of("*?[\\");
  if (wildcard == std::string::npos) return exact_[pattern];
  lengths_.insert(wildcard);
  return by_beginning_[pattern.substr(0, wildcard)][pattern];
}

std::uint32_t PlacePatterns::make() {
  nodes_.emplace_back();
  return static_cast<std::uint32_t>(nodes_.size());
}

std::uint32_t PlacePatterns::add(const std::string& account,
                                 std::string_view pointer) {
  std::uint32_t& root = accounts_.at(account);
  if (root == 0) root = make();
  std::uint32_t at = root;
  for (const std::string& token : tokens_of(pointer)) {
    const bool is_any_number = token == any_number;
    Node& node = nodes_[at - 1];  // stays where it is
    std::uint32_t& child =
        is_any_number ? node.any_number : node.children.at(token);
    if (child == 0) child = make();
    at = child;
    nodes_[at - 1].loops = is_any_number;
  }
  nodes_[at - 1].ends = true;
  return at;
}

// And what stands for no token behind it.
void PlacePatterns::enter(std::uint32_t node,
                          std::vector<std::uint32_t>& out) const {
  for (; node != 0; node = nodes_[node - 1].any_number) out.push_back(node);
}

bool PlacePatterns::match(const std::string& account,
                          std::string_view pointer) const {
  std::vector<std::uint32_t> at, next;
  accounts_.each_match(account, [&](std::uint32_t root) { enter(root, at); });
  for (const std::string& token : tokens_of(pointer)) {
    if (at.empty()) return false;
    next.clear();
    for (const std::uint32_t node : at) {
      if (nodes_[node - 1].loops) enter(node, next);
      nodes_[node - 1].children.each_match(
          token, [&](std::uint32_t child) { enter(child, next); });
    }
    // Several ways may lead to one node.
    std::sort(next.begin(), next.end());
    next.erase(std::unique(next.begin(), next.end()), next.end());
    at.swap(next);
  }
  bool found = false;
  for (const std::uint32_t node : at) {
    if (!nodes_[node - 1].ends) continue;
    nodes_[node - 1].used.store(true, std::memory_order_relaxed);
    found = true;
  }
  return found;
}

bool PlacePatterns::is_used(std::uint32_t end) const {
  return nodes_[end - 1].used.load(std::memory_order_relaxed);
}

}  // namespace trunklift
