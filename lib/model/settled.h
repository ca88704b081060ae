// Versions of documents that a target has, as this program converts them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "model/document.h"

namespace trunklift {

// They need not be converted again to be known as unchanged. Filled by one
// thread, then read by many. 8 bytes a document; of more than `most` none is
// known. Two versions that meet in 64 bits are as likely as never.
class SettledVersions {
public:
  static constexpr std::size_t most = std::size_t{4} << 20;

  // `content`: see Identity.
  void add(std::string_view account_id, std::string_view document_id,
           Hash128 content);
  void finish();  // all were added
  void clear() { hashes_.clear(); }

  // Documents without a revision are never settled: which of their versions
  // counts depends on what else the inputs hold.
  bool has(const Identity& identity) const;

private:
  std::vector<std::uint64_t> hashes_;
};

}  // namespace trunklift
