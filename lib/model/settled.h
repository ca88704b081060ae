// Versions of documents that a target has, as this program converts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "model/document.h"

namespace trunklift {

// The target has their records, so they are not converted again. One thread
// adds them, then any thread may read. 8 bytes a document; if there are more
// than `most`, none is known. Two versions practically never share the 64 bits.
class SettledVersions {
public:
  static constexpr std::size_t most = std::size_t{4} << 20;

  // `content`: see Identity.
  void add(std::string_view account_id, std::string_view document_id,
           Hash128 content);
  void finish();  // after the last add
  void clear() { hashes_.clear(); }

  // Documents without a revision are never settled: which of their versions
  // counts depends on what else the inputs hold.
  bool has(const Identity& identity) const;

private:
  std::vector<std::uint64_t> hashes_;
};

}  // namespace trunklift
