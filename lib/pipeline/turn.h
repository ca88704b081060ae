// Lets a worker wait for its place in the order of batches.
#pragma once

#include <cstddef>

namespace trunklift {

// How many bytes of results a batch may hold for the serial end. A worker that
// holds more hands them over in the middle of the batch.
inline constexpr std::size_t share_of_batch = std::size_t{8} << 20;

// Only one thread at a time works on a document of more bytes than this. A
// document that consists of faults takes some hundred times its size to check.
inline constexpr std::size_t large_document = std::size_t{64} << 10;

// The turn of one batch. The batch whose turn it is never waits for another
// one, so one batch always makes progress.
class Turn {
public:
  virtual ~Turn() = default;
  // Returns when all earlier batches were taken. From then on this batch has
  // the turn until it is done.
  virtual void await() = 0;
  // Waits for the turn, and gives the result so far to the serial end. The
  // worker has to clear the result afterwards.
  virtual void hand_over() = 0;
};

}  // namespace trunklift
