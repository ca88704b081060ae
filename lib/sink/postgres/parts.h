// Parts of a run that are being filled, and their way to the server.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "sink/postgres/load_batch.h"
#include "sink/postgres/loader.h"

namespace trunklift::postgres {

// Each lane has one. All of an account goes into the parts of one lane, so that
// versions of a document stay in order.
class Parts {
public:
  // `before_submit` is called before a part goes to its lane, and may throw.
  Parts(LoaderOptions options, std::function<void()> before_submit);

  // The part that rows of the document belong to. Valid until it is submitted.
  LoadBatch& of(const Identity& identity);
  // Submits the part of that document if it is full.
  void submit_full(const Identity& identity, LoadMode mode);
  void submit(const Identity& identity, LoadMode mode);
  // Submits all and waits until all is committed.
  void drain(LoadMode mode);
  // The documents that were not taken since the last call. Complete once
  // drained.
  std::vector<Refusal> take_refusals() { return loader_.take_refusals(); }
  // How many parts were submitted.
  std::uint64_t submitted() const { return loader_.parts(); }

private:
  std::size_t lane_of(const Identity& identity) const;
  void submit_lane(std::size_t lane, LoadMode mode);

  std::function<void()> before_submit_;
  Loader loader_;
  std::vector<std::unique_ptr<LoadBatch>> parts_;  // one a lane
};

}  // namespace trunklift::postgres
