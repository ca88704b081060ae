// What a report made of some findings, on its way to the serial end.
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

// One finding, as a format that counts, sorts or picks findings needs it.
struct ReportEntry {
  const Rule* rule;
  Severity severity;
  std::uint64_t stands_for;  // so many findings: Finding::more, and itself
  Hash128 fingerprint = {};  // where the format gives it
  std::size_t begin, split;  // of its two texts, in ReportPart::text
};

// A format that passes findings on appends to `text` and makes no entries. One
// that tells them apart begins an entry for each, and appends its text then.
struct ReportPart {
  std::string text;
  std::vector<ReportEntry> entries;

  // What is appended from here on is the text of this finding. The entry stays
  // valid until the next one begins.
  ReportEntry& begin(const Finding& finding) {
    entries.push_back({.rule = finding.rule,
                       .severity = finding.severity,
                       .stands_for = finding.more + 1,
                       .begin = text.size(),
                       .split = text.size()});
    return entries.back();
  }
  // What is appended from here on is the second text of this finding.
  void split() { entries.back().split = text.size(); }

  // Calls `look(entry, first, second)` for each entry, in their order. The
  // first text is "" where nobody split it; both live as long as the part.
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
  // Keeps memory of up to `most` bytes for each of both.
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
