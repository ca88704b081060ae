// What is wrong, or was changed, and where: the results of checking, as data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/shortened.h"
#include "model/pointer.h"
#include "model/rule.h"

namespace trunklift {

// Messages say what was expected and what kind of thing was found; they never
// hold values of documents other than numbers that were dialled (DIDs) and
// ids, so that no secret can leak through them.
struct Finding {
  const Rule* rule = nullptr;  // static storage
  Severity severity = Severity::info;
  Effect effect = Effect::none;
  std::string_view keyword;  // "type", "enum", ... in schema findings; or ""
  // RFC 6901, into the document as it was written; see most_of_pointer.
  std::string pointer;
  std::string message;
  std::string discriminator;  // tells findings of one rule and place apart
  // How many more findings of its rule and severity the document has that are
  // not listed.
  std::uint64_t more = 0;
  bool leads_nowhere = false;  // the pointer was too long to be kept
};

// Findings in the order of `add`. `clear` keeps their memory, because a
// document seldom has more of them than earlier ones had.
class Findings {
public:
  Finding& add(const Rule& rule, std::string_view pointer,
               std::string_view message) {
    Finding& out = add(rule, message);
    out.leads_nowhere = !is_kept_whole(pointer);
    if (out.leads_nowhere) {
      out.pointer = shortened_pointer(pointer);
    } else {
      out.pointer = pointer;
    }
    return out;
  }
  Finding& add(const Rule& rule, const KeptPointer& pointer,
               std::string_view message) {
    Finding& out = add(rule, message);
    out.leads_nowhere = pointer.leads_nowhere;
    out.pointer = pointer.text;
    return out;
  }
  Finding& add(const Rule& rule, const Place& place, std::string_view message) {
    Finding& out = add(rule, message);
    out.leads_nowhere = !is_kept_whole(place);
    if (out.leads_nowhere) {
      out.pointer = shortened_pointer(place);
    } else {
      out.pointer.clear();
      append_pointer(out.pointer, place);
    }
    return out;
  }
  Finding& add(Finding finding) {
    blocked_ |= finding.effect == Effect::block;
    return next() = std::move(finding);
  }
  // Whether a finding so far rejects the document.
  bool blocked() const { return blocked_; }
  std::span<const Finding> list() const { return {all_.data(), size_}; }
  void append(Findings&& others) {
    for (std::size_t i = 0; i < others.size_; ++i) {
      blocked_ |= others.all_[i].effect == Effect::block;
      std::swap(next(), others.all_[i]);
    }
    others.clear();
  }
  // Removes findings for which `keep` returns false. `keep` may change them.
  template <typename Keep>
  void keep_if(const Keep& keep) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      if (!keep(all_[i])) continue;
      if (kept != i) std::swap(all_[kept], all_[i]);
      ++kept;
    }
    size_ = kept;
  }
  void clear() {
    size_ = 0;
    blocked_ = false;
  }

private:
  Finding& next() {
    if (size_ == all_.size()) all_.emplace_back();
    return all_[size_++];
  }
  // Sets all but the pointer.
  Finding& add(const Rule& rule, std::string_view message) {
    blocked_ |= rule.effect == Effect::block;
    Finding& out = next();
    out.rule = &rule;
    out.severity = rule.severity;
    out.effect = rule.effect;
    out.keyword = {};
    out.message = message;
    if (is_longer_than(message, most_of_message)) {
      out.message = shortened(message);
    }
    out.discriminator.clear();
    out.more = 0;
    return out;
  }

  std::vector<Finding> all_;
  std::size_t size_ = 0;
  bool blocked_ = false;
};

}  // namespace trunklift
