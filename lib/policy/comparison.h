// Two runs beside each other, by the fingerprints of their findings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "base/hash.h"
#include "base/spill_log.h"
#include "base/spill_sorter.h"

namespace trunklift {

// A finding of a report in JSON lines.
struct ReportedFinding {
  std::string rule, slug, severity, account_id, document_id, pointer, message;
};

// In the second run only: new; in both: persisting; in the first only: fixed,
// or unknown where the second run did not read all of its inputs, or its report
// does not list all that was found.
struct Changes {
  std::uint64_t fixed = 0, added = 0, persisting = 0, unknown = 0;
  bool any() const { return fixed > 0 || added > 0 || unknown > 0; }
};

// What is beyond `memory` bytes is in temporary files, but for counts by
// account, some 150 bytes each.
class Comparison {
public:
  explicit Comparison(std::size_t memory);

  enum class Run : std::uint8_t { first, second };
  // What a report says of itself.
  struct Scope {
    bool read_all = true;   // all inputs were read
    bool lists_all = true;  // all findings: none stands for others
  };
  // Reads a report in JSON lines. Throws Error(input) where that is no such
  // report, or one that is cut off; leaves the rest when this process is
  // interrupted.
  Scope read(Run run, const std::string& path);

  // Once both were read. `added` is called with each new finding, in an order
  // that only depends on the findings.
  void finish(const std::function<void(const ReportedFinding&)>& added);

  const Changes& total() const { return total_; }
  // By "TL0206 address-malformed"; by account id.
  const std::map<std::string, Changes>& rules() const { return rules_; }
  const std::map<std::string, Changes>& accounts() const { return accounts_; }

private:
  struct Entry {
    Hash128 fingerprint;
    std::uint64_t offset;  // in the log
    std::uint32_t size;
    Run run;
    bool operator<(const Entry& other) const;
  };

  SpillLog lines_;
  SpillSorter<Entry> entries_;
  bool second_is_complete_ = true;
  Changes total_;
  std::map<std::string, Changes> rules_, accounts_;
};

}  // namespace trunklift
