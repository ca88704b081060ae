// Findings that are known only when all documents were read.
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

// Rules across documents find things number by number or account by account. So
// the findings of one document come far apart, and their number is known only
// at the end. Until then they wait in `memory` bytes and in temporary files.
class CorpusFindings {
public:
  // `most`: how many findings of one rule and severity are listed for a
  // document, at least 1.
  CorpusFindings(std::size_t memory, std::uint64_t most);

  void add(const Subject& subject, const Finding& finding);

  // Visits the listed findings in the order in which they came. The last one of
  // each document, rule and severity has the number of those that are not
  // listed (`more`). May be called once, at the end.
  using Visit = std::function<void(const Subject&, const Finding&)>;
  void for_each(const Visit& visit);

private:
  // A finding. Findings of the same group are counted together.
  struct Entry {
    Hash128 group;
    std::uint64_t offset, size;  // of the record in the log
    bool operator<(const Entry& other) const {
      return std::pair(group, offset) < std::pair(other.group, other.offset);
    }
  };
  // A finding that is listed; `more` as in Finding.
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
