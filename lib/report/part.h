// The findings of some documents in words, on their way to the serial end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/give_back.h"
#include "base/hash.h"
#include "model/finding.h"

namespace trunklift {

// One finding, for formats that count, sort or select findings.
struct ReportEntry {
  const Rule* rule;
  Severity severity;
  std::uint64_t stands_for;  // how many findings: 1 + Finding::more
  Hash128 fingerprint = {};  // if the format sets it
  std::size_t begin, split;  // where its two texts start in ReportPart::text
};

// A format that only passes text on appends to `text` and makes no entries. A
// format that needs single findings begins an entry for each, and then appends
// the text of that finding.
struct ReportPart {
  std::string text;
  std::vector<ReportEntry> entries;

  // Begins the entry of a finding. Text that is appended from now on belongs to
  // it. The entry is valid until the next one begins.
  ReportEntry& begin(const Finding& finding) {
    entries.push_back({.rule = finding.rule,
                       .severity = finding.severity,
                       .stands_for = finding.more + 1,
                       .begin = text.size(),
                       .split = text.size()});
    return entries.back();
  }
  // Text that is appended from now on is the second text of the current
  // finding.
  void split() { entries.back().split = text.size(); }

  // Calls `look(entry, first, second)` for each entry in order. If split was
  // not called for an entry, its first text is "". The texts are parts of
  // `text`.
  template <typename Look>
  void for_each(const Look& look) const {
    const std::string_view all = text;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const ReportEntry& entry = entries[i];
      const std::size_t end =
          i + 1 < entries.size() ? entries[i + 1].begin : all.size();
      look(entry, all.substr(entry.begin, entry.split - entry.begin),
           all.substr(entry.split, end - entry.split));
    }
  }

  bool empty() const { return text.empty() && entries.empty(); }
  std::size_t bytes() const {
    return text.size() + entries.size() * sizeof(ReportEntry);
  }
  // Keeps up to `most` bytes of memory for each member.
  void clear(std::size_t most) {
    text.clear();
    entries.clear();
    if (text.capacity() > most) text.shrink_to_fit();
    if (entries.capacity() * sizeof(ReportEntry) > most) {
      give_back(entries);
    }
  }
};

}  // namespace trunklift
