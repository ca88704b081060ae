// Reads of a few bytes each, of a file of which neighbours are read together.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "base/temp_file.h"

namespace trunklift {

// Keeps blocks of what was read last, 256 KiB of them; for one thread at a
// time, and one file that only grows.
class FileBlocks {
public:
  void read(const TempFile& file, std::uint64_t offset, void* out,
            std::size_t size) {
    if (bytes_.empty()) {
      bytes_.resize(count * block);
      held_.fill(std::numeric_limits<std::uint64_t>::max());
    }
    for (auto* to = static_cast<char*>(out); size > 0;) {
      const std::uint64_t wanted = offset / block;
      const std::uint64_t start = wanted * block;
      // The last one may still grow.
      if (start + block > file.size()) return file.read(offset, to, size);
      const std::size_t place = wanted % count;
      char* bytes = bytes_.data() + place * block;
      if (held_[place] != wanted) {
        file.read(start, bytes, block);
        held_[place] = wanted;
      }
      const std::size_t at = offset - start;
      const std::size_t part = std::min(size, block - at);
      std::memcpy(to, bytes + at, part);
      to += part;
      offset += part;
      size -= part;
    }
  }

private:
  static constexpr std::size_t block = 1024, count = 256;
  std::vector<char> bytes_;
  std::array<std::uint64_t, count> held_;  // their numbers
};

}  // namespace trunklift
