// Many patterns at once, of account ids and of places in a document.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace trunklift {

// Patterns of texts, each with a number. * is any text, ? any character, [...]
// one of several (fnmatch). What matches is found without trying all: only
// patterns that begin with the same text up to their first wildcard are tried
// one by one.
class Globs {
public:
  // The number of the pattern; 0 is the place of one that was not there.
  std::uint32_t& at(const std::string& pattern);

  // Calls `look(number)` for each pattern that matches.
  template <typename Look>
  void each_match(const std::string& text, const Look& look) const {
    if (all_ != 0) look(all_);
    const auto exact = exact_.find(text);
    if (exact != exact_.end()) look(exact->second);
    for (const std::size_t length : lengths_) {
      if (length > text.size()) return;
      const auto some = by_beginning_.find(text.substr(0, length));
      if (some == by_beginning_.end()) continue;
      for (const auto& [pattern, number] : some->second) {
        if (matches(pattern, text)) look(number);
      }
    }
  }

private:
  using Numbers = std::unordered_map<std::string, std::uint32_t>;
  static bool matches(const std::string& pattern, const std::string& text);

  std::uint32_t all_ = 0;  // of *
  Numbers exact_;
  // By what stands before the first wildcard; how long those texts are.
  std::unordered_map<std::string, Numbers> by_beginning_;
  std::set<std::size_t> lengths_;
};

// Patterns of an account and a JSON Pointer in it, as one tree. A pointer goes
// token by token: * is any text within one, ** any number of tokens. "" is the
// whole document, and "**" any place in it.
class PlacePatterns {
public:
  // Where the pattern ends: the same for all that say the same.
  std::uint32_t add(const std::string& account, std::string_view pointer);
  // Whether any matches; all that do are used. Called by all threads.
  bool match(const std::string& account, std::string_view pointer) const;
  bool is_used(std::uint32_t end) const;

private:
  struct Node {
    Globs children;
    std::uint32_t any_number = 0;  // the child for **
    bool loops = false;            // it is one: tokens stay with it
    bool ends = false;             // some pattern does
    mutable std::atomic<bool> used = false;
  };
  std::uint32_t make();
  void enter(std::uint32_t node, std::vector<std::uint32_t>& out) const;

  Globs accounts_;
  std::deque<Node> nodes_;  // numbered from 1
};

}  // namespace trunklift
