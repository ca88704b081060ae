// Bytes that are written once and seldom read again, in bounded memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "base/file_blocks.h"
#include "base/temp_file.h"

namespace trunklift {

// The last `memory` bytes at the most are in memory, the others in an unnamed
// temporary file. For one thread at a time, readers too.
class SpillLog {
public:
  explicit SpillLog(std::size_t memory) : memory_(memory) {}

  // Where `record` starts: a multiple of `alignment`.
  static constexpr std::uint64_t alignment = 32;
  std::uint64_t append(std::string_view record) {
    if (buffer_.size() + record.size() + alignment > memory_) spill();
    if (buffer_.capacity() < memory_) buffer_.reserve(memory_);
    const std::uint64_t start = size();
    buffer_ += record;
    buffer_.append((alignment - record.size() % alignment) % alignment, '\0');
    return start;
  }
  std::uint64_t size() const { return in_file_ + buffer_.size(); }

  // Within one record.
  void read(std::uint64_t offset, void* out, std::size_t size) const {
    if (offset < in_file_) {
      blocks_.read(*file_, offset, out, size);
    } else {
      std::memcpy(out, buffer_.data() + (offset - in_file_), size);
    }
  }
  // As many as there are, up to `most`, of this and the next records; how many
  // that is. At least those of this record.
  std::size_t read_ahead(std::uint64_t offset, void* out,
                         std::size_t most) const {
    const std::uint64_t end = offset < in_file_ ? in_file_ : size();
    const std::size_t count = std::min<std::uint64_t>(most, end - offset);
    read(offset, out, count);
    return count;
  }
  std::string text(std::uint64_t offset, std::size_t size) const {
    std::string out(size, '\0');
    read(offset, out.data(), size);
    return out;
  }

private:
  void spill() {
    if (buffer_.empty()) return;
    if (!file_) file_ = std::make_unique<TempFile>();
    file_->append(buffer_.data(), buffer_.size());
    in_file_ = file_->size();
    buffer_.clear();
  }

  std::size_t memory_;
  std::string buffer_;
  std::unique_ptr<TempFile> file_;
  std::uint64_t in_file_ = 0;
  mutable FileBlocks blocks_;
};

}  // namespace trunklift
