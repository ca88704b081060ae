// The order in which results are handed over, as a worker sees it.
#pragma once

#include <cstddef>

namespace trunklift {

// What of a batch may be held for the serial end, in bytes: a worker that holds
// more hands it over in the middle of the batch.
inline constexpr std::size_t share_of_batch = std::size_t{8} << 20;

// A document of more bytes is worked on by one thread at a time: what it takes
// to look at one that is nothing but faults is some hundred times its size.
inline constexpr std::size_t large_document = std::size_t{64} << 10;

// That of one batch. The batch whose turn it is never waits for another one, so
// that there is always one that goes on.
class Turn {
public:
  virtual ~Turn() = default;
  // Returns when all earlier batches were taken; from then on no other batch
  // has its turn until this one is done.
  virtual void await() = 0;
  // The same, and what the result holds is taken. The worker clears it then.
  virtual void hand_over() = 0;
};

}  // namespace trunklift
