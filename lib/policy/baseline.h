// Findings that were there before, by fingerprint: only what is new counts.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/spill_log.h"
#include "policy/suppressions.h"
#include "report/report.h"

namespace trunklift {

// A file of JSON objects, one a line: {"trunklift_baseline":1}, then for each
// finding its fingerprint, which alone counts, and for people rule, account_id,
// document_id and pointer; sorted by fingerprint.
class Baseline {
public:
  // Once, so that it may be a pipe, and that whoever replaces the file does no
  // harm. Throws Error(usage) if that is no such file.
  static Baseline read(const std::string& path);

  // Whether the finding is in it. Called by all threads.
  bool knows(Hash128 fingerprint) const;

  // Entries that were not asked for.
  void report_stale(const EmitAt& emit) const;
  // Writes the file anew without them; returns how many there were. Throws
  // Error(target) if it is not the one any more that was read.
  std::uint64_t prune() const;

  const std::string& path() const { return path_; }

private:
  struct Entry {
    Hash128 fingerprint;
    std::uint64_t line;
    std::uint64_t offset;  // in the log
    std::uint32_t size;
  };
  std::size_t first_with(Hash128 fingerprint) const;
  bool is_stale(const Entry& entry) const;
  std::vector<Entry> in_order_of_lines() const;

  std::string path_;
  std::string state_;                // of the file, when it was read
  std::vector<Entry> entries_;       // 40 bytes each, by fingerprint
  std::unique_ptr<SpillLog> lines_;  // as they were
  std::unique_ptr<std::atomic<bool>[]> used_;
};

// A report that is a baseline of all that was found.
std::unique_ptr<Report> open_baseline_report();

}  // namespace trunklift
