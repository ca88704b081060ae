// Buffers that return to their pool.
#include "source/batch.h"

#include <cstring>
#include <utility>

namespace trunklift {
namespace {

// Bytes behind the text, more than the parser reads there; see parse/parser.h.
constexpr std::size_t padding = 64;

}  // namespace

void Buffer::GiveBack::operator()(char* memory) const {
  if (pool) {
    pool->give(memory);
  } else {
    delete[] memory;
  }
}

Buffer::Buffer(std::size_t capacity, BufferPool* pool)
    : memory_(new char[capacity + padding], GiveBack{pool}),
      capacity_(capacity) {
  std::memset(memory_.get() + capacity, 0, padding);
}

void Buffer::grow(std::size_t capacity) {
  Buffer larger(capacity);
  if (size) std::memcpy(larger.data(), data(), size);
  larger.size = size;
  *this = std::move(larger);
}

Buffer BufferPool::take() {
  const std::lock_guard lock(mutex_);
  if (free_.empty()) return {capacity_, this};
  Buffer out;
  out.memory_ = Buffer::Memory(free_.back().release(), Buffer::GiveBack{this});
  out.capacity_ = capacity_;
  free_.pop_back();
  return out;
}

void BufferPool::give(char* memory) {
  const std::lock_guard lock(mutex_);
  free_.emplace_back(memory);
}

}  // namespace trunklift
