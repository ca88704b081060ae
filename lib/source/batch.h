// A piece of an input: some whole documents, and where they stood.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/document.h"

namespace trunklift {

// Bytes with room behind them that the parser may read; moved, never copied.
class Buffer {
public:
  Buffer() = default;
  explicit Buffer(std::size_t capacity);
  char* data() { return memory_.get(); }
  std::string_view view() const { return {memory_.get(), size}; }
  std::size_t capacity() const { return capacity_; }
  void grow(std::size_t capacity);  // keeps the bytes

  std::size_t size = 0;

private:
  std::unique_ptr<char[]> memory_;
  std::size_t capacity_ = 0;
};

struct Batch {
  std::uint64_t index = 0;  // 0, 1, ... in input order
  Buffer bytes;
  Origin origin;  // of the first byte
  // The documents, or nothing yet if the batch is to be cut at its newlines:
  // that is done by whoever works on the batch, in parallel.
  std::vector<Blob> blobs;
  bool cut_lines = false;
  std::uint64_t end_offset = 0;  // bytes of this and all earlier inputs read
};

// Cuts a batch of lines; blank lines are no documents, and a line that is an
// array holds one an element.
void cut_lines(Batch& batch);

}  // namespace trunklift
