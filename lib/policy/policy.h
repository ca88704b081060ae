// What a run says of what it finds: how severe it is, and what is left out.
// It never changes what becomes of a document.
#pragma once

#include <optional>
#include <vector>

#include "policy/baseline.h"
#include "policy/suppressions.h"

namespace trunklift {

class Policy {
public:
  enum class Verdict : std::uint8_t {
    shown,
    off,         // the rule is
    suppressed,  // by an entry that gives a reason
    known,       // by the baseline
  };
  static constexpr std::size_t verdict_count = 4;

  // By number_of(rule); of those beyond its end nothing is said.
  struct Level {
    bool off = false;
    std::optional<Severity> severity = {};
  };
  std::vector<Level> levels;
  Suppressions suppressions;
  std::optional<Baseline> baseline;

  // May change the severity. Called by all threads.
  Verdict judge(const Subject& subject, Finding& finding) const;

  // Findings about suppressions and baseline, once all is known. `complete`:
  // all inputs were read, so that what was not found is not there.
  using Emit = std::function<void(const Subject&, const Finding&)>;
  void report(bool complete, const Emit& emit) const;
};

}  // namespace trunklift
