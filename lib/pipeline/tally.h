// Counts of documents and findings; each batch has its own, and the run adds
// them up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "model/finding.h"
#include "pipeline/kind_counts.h"
#include "policy/policy.h"

namespace trunklift {

// Counts a handful of different names. The name that was counted last is tried
// first.
template <typename Name, typename Lookup = Name>
class Counts {
public:
  void add(Lookup name, std::uint64_t count = 1) {
    if (last_ < list_.size() && list_[last_].first == name) {
      list_[last_].second += count;
      return;
    }
    for (last_ = 0; last_ < list_.size(); ++last_) {
      if (list_[last_].first != name) continue;
      list_[last_].second += count;
      return;
    }
    list_.emplace_back(Name(name), count);
  }
  void add(const Counts& other) {
    for (const auto& [name, count] : other.list_) add(name, count);
  }
  const std::vector<std::pair<Name, std::uint64_t>>& list() const {
    return list_;
  }

private:
  std::vector<std::pair<Name, std::uint64_t>> list_;
  std::size_t last_ = 0;
};

struct Tally {
  std::uint64_t read = 0;
  // Documents that the serial end does not get, because they are only counted.
  std::uint64_t skipped = 0, accepted = 0;
  // The sum of the hashes of all documents, which does not depend on their
  // order. Only computed if Plan::fingerprint is set.
  Hash128 source;
  KindCounts kinds;                                // documents read
  Counts<std::pair<const Rule*, Severity>> rules;  // findings shown
  std::uint64_t severities[3] = {};                // the same, by Severity
  // Findings by Policy::Verdict.
  std::uint64_t verdicts[Policy::verdict_count] = {};

  // Counts a document.
  void count(std::string_view kind) {
    ++read;
    kinds.add(kind);
  }
  void add(const Finding& finding) {
    rules.add({finding.rule, finding.severity});
    ++severities[static_cast<std::size_t>(finding.severity)];
  }
  void add_source(Hash128 bytes) {
    source.high += bytes.high;
    source.low += bytes.low;
  }
  void add(const Tally& other) {
    add_source(other.source);
    read += other.read;
    skipped += other.skipped;
    accepted += other.accepted;
    kinds.add(other.kinds);
    rules.add(other.rules);
    for (std::size_t i = 0; i < std::size(severities); ++i) {
      severities[i] += other.severities[i];
    }
    for (std::size_t i = 0; i < std::size(verdicts); ++i) {
      verdicts[i] += other.verdicts[i];
    }
  }
};

}  // namespace trunklift
