// A batch is a piece of the inputs that holds whole documents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"
#include "source/splitter.h"

namespace trunklift {

class BufferPool;

// Owns bytes, with room behind them that the parser may read. It is moved,
// never copied.
class Buffer {
public:
  Buffer() = default;
  explicit Buffer(std::size_t capacity) : Buffer(capacity, nullptr) {}
  char* data() { return memory_.get(); }
  std::string_view view() const { return {memory_.get(), size}; }
  std::size_t capacity() const { return capacity_; }
  void grow(std::size_t capacity);  // keeps the contents

  std::size_t size = 0;

private:
  friend class BufferPool;
  struct GiveBack {
    GiveBack() noexcept : pool(nullptr) {}
    explicit GiveBack(BufferPool* to) noexcept : pool(to) {}
    BufferPool* pool;
    void operator()(char* memory) const;
  };
  using Memory = std::unique_ptr<char[], GiveBack>;

  Buffer(std::size_t capacity, BufferPool* pool);

  Memory memory_;
  std::size_t capacity_ = 0;
};

// Keeps the memory of finished batches for the next ones, because to get fresh
// pages costs as much as to read them from a file. Any thread may use it. It
// must outlive its buffers.
class BufferPool {
public:
  explicit BufferPool(std::size_t capacity) : capacity_(capacity) {}
  Buffer take();

private:
  friend class Buffer;
  void give(char* memory);

  std::size_t capacity_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<char[]>> free_;
};

// A part of a batch that comes from one input; see Piece.
struct Segment {
  Piece::Kind kind;
  std::size_t begin = 0, end = 0;
  Origin origin;                  // of its first byte
  std::string_view account = {};  // see Blob
  std::uint64_t size = 0;         // of an oversized document
  Hash128 content = {};           // the same
  Form form = Form::line;         // see Piece
};

// How far an input was read.
struct InputProgress {
  std::uint32_t input = 0;       // index into InputNames
  std::uint32_t argument = 0;    // see OpenInput
  std::string packing;           // the same
  std::uint64_t bytes = 0;       // unpacked
  std::uint64_t file_bytes = 0;  // see ByteStream::consumed
  bool closed = false;
  bool ids_only = false;  // see Reader
};

struct Batch {
  std::uint64_t index = 0;  // 0, 1, ... in input order
  Buffer bytes;
  std::vector<Segment> segments;
  std::deque<std::string> accounts;  // owns the ids in segments and blobs
  // The inputs that the batch has segments of, and those between them, in
  // order.
  std::vector<InputProgress> inputs;
  std::uint64_t end_offset = 0;  // bytes read so far of all inputs
};

}  // namespace trunklift
