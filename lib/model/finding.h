// What is wrong, or was changed, and where: the results of checking, as data.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/rule.h"

namespace trunklift {

// Messages say what was expected and what kind of thing was found; they never
// hold values of documents other than numbers that were dialled (DIDs) and
// ids, so that no secret can leak through them.
struct Finding {
  const Rule* rule;  // static storage
  Severity severity;
  Effect effect;
  std::string_view keyword;  // of schema findings: "type", "enum", ...; or ""
  std::string pointer;       // RFC 6901, into the document as it was written
  std::string message;
  std::string discriminator;  // tells findings of one rule and place apart
};

class Findings {
public:
  Finding& add(const Rule& rule, std::string pointer, std::string message) {
    blocked_ |= rule.effect == Effect::block;
    return list_.emplace_back(Finding{&rule,
                                      rule.severity,
                                      rule.effect,
                                      {},
                                      std::move(pointer),
                                      std::move(message),
                                      {}});
  }
  Finding& add(Finding finding) {
    blocked_ |= finding.effect == Effect::block;
    return list_.emplace_back(std::move(finding));
  }
  // Whether a finding so far rejects the document.
  bool blocked() const { return blocked_; }
  const std::vector<Finding>& list() const { return list_; }
  void append(Findings&& others) {
    for (Finding& finding : others.list_) add(std::move(finding));
    others.clear();
  }
  // Forgets those of which `keep`, which may change them, is false.
  template <typename Keep>
  void keep_if(const Keep& keep) {
    std::erase_if(list_, [&](Finding& finding) { return !keep(finding); });
  }
  void clear() {
    list_.clear();
    blocked_ = false;
  }

private:
  std::vector<Finding> list_;
  bool blocked_ = false;
};

}  // namespace trunklift
