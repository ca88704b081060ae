// Collects the members of an object that show whether it is wrapped around a
// document.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "source/members.h"

namespace trunklift {

using Names = std::span<const std::string_view>;

inline bool among(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

inline bool is_object(std::string_view value) { return value.starts_with('{'); }
inline bool is_array(std::string_view value) { return value.starts_with('['); }

// A quick test that is true for every text that holds a trunkstore document.
inline bool may_hold_trunk(std::string_view value) {
  return (is_object(value) || is_array(value)) &&
         (value.find("\"servers\"") != std::string_view::npos ||
          value.find("sys_info") != std::string_view::npos);
}

// The members of an object that show what is in it; "" for those that it lacks.
class Wrapping {
public:
  explicit Wrapping(std::string_view text) : members_(text) {
    while (members_.next()) {
      ++count_;
      is_document_ |= is_of_documents(members_.key);
      is_posted_ |=
          members_.key == "new_edits" || members_.key == "all_or_nothing";
      const auto* name = std::find(names.begin(), names.end(), members_.key);
      if (name == names.end()) {
        if (may_hold_trunk(members_.value)) beside_.push_back(members_.value);
        continue;
      }
      std::string_view& value =
          values_[static_cast<std::size_t>(name - names.begin())];
      // The object has this key twice.
      if (may_hold_trunk(value)) beside_.push_back(value);
      value = members_.value;
    }
  }

  std::string_view at(std::string_view name) const {
    const auto* found = std::find(names.begin(), names.end(), name);
    return values_[static_cast<std::size_t>(found - names.begin())];
  }
  bool has(std::string_view name) const { return !at(name).empty(); }
  std::size_t count() const { return count_; }
  bool closed() const { return members_.closed(); }
  bool is_document() const { return is_document_; }
  bool is_posted() const { return is_posted_; }

  // Values that were not taken out and may hold trunkstore documents.
  std::vector<std::string_view> beside(Names taken) const {
    std::vector<std::string_view> out = beside_;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!among(taken, names[i]) && may_hold_trunk(values_[i])) {
        out.push_back(values_[i]);
      }
    }
    return out;
  }

private:
  static constexpr std::array<std::string_view, 17> names = {
      "id",      "key",        "value", "doc",      "ok",     "rows",
      "docs",    "results",    "data",  "error",    "reason", "deleted",
      "changes", "account_id", "seq",   "revision", "status"};

  Members members_;
  std::array<std::string_view, names.size()> values_;
  std::vector<std::string_view> beside_;
  std::size_t count_ = 0;
  bool is_document_ = false, is_posted_ = false;
};

}  // namespace trunklift
