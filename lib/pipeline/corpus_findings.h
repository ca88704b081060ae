// Findings that come when all documents were read, as reports list them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "base/hash.h"
#include "base/spill_log.h"
#include "base/spill_sorter.h"
#include "model/finding.h"
#include "report/report.h"

namespace trunklift {

// They come number by number or account by account, so that those of one
// document are far from each other, and how many it has shows at the end. They
// wait in `memory` bytes and in temporary files.
class CorpusFindings {
public:
  // `most` of one rule and severity in one document, at least 1.
  CorpusFindings(std::size_t memory, std::uint64_t most);

  void add(const Subject& subject, const Finding& finding);

  // Those that are listed, in the order in which they came, the last of each
  // document, rule and severity with how many more there are. Once, at the end.
  using Visit = std::function<void(const Subject&, const Finding&)>;
  void for_each(const Visit& visit);

private:
  // A finding, by what it is counted with.
  struct Entry {
    Hash128 group;
    std::uint64_t offset, size;  // in the log
    bool operator<(const Entry& other) const {
      return std::pair(group, offset) < std::pair(other.group, other.offset);
    }
  };
  // One that is listed.
  struct Listed {
    std::uint64_t offset, size, more;
    bool operator<(const Listed& other) const { return offset < other.offset; }
  };
  void load(const Listed& listed, const Visit& visit) const;

  std::size_t memory_;
  std::uint64_t most_;
  SpillLog log_;
  SpillSorter<Entry> entries_;
};

}  // namespace trunklift
