// Blocks are counted as they are given and dropped; their number modulo `count`
// is their place.
#include "source/block_ring.h"

#include <chrono>
#include <utility>

#include "base/interrupt.h"

namespace trunklift {

Block* BlockRing::empty() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopped_ || given_ - dropped_ < count; });
  if (stopped_) return nullptr;
  Block& block = blocks_[given_ % count];
  if (!block.bytes) block.bytes.reset(new char[Block::capacity]);
  block.size = 0;
  block.marks.clear();
  block.last = false;
  return &block;
}

void BlockRing::give() {
  const std::lock_guard lock(mutex_);
  ++given_;
  changed_.notify_one();
}

void BlockRing::fail(std::exception_ptr error) {
  const std::lock_guard lock(mutex_);
  error_ = std::move(error);
  changed_.notify_one();
}

Block* BlockRing::full() {
  // How often the wait ends to look for signals.
  constexpr std::chrono::milliseconds glance(100);
  std::unique_lock lock(mutex_);
  while (given_ == dropped_ && !error_) {
    if (interrupted() != 0) return nullptr;
    changed_.wait_for(lock, glance);
  }
  if (given_ == dropped_) std::rethrow_exception(error_);
  return &blocks_[dropped_ % count];
}

void BlockRing::drop() {
  const std::lock_guard lock(mutex_);
  ++dropped_;
  changed_.notify_one();
}

void BlockRing::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_one();
}

}  // namespace trunklift
