// Cuts batches into documents: what of the work can be done in parallel.
#pragma once

#include <vector>

#include "model/document.h"
#include "source/batch.h"

namespace trunklift {

// The documents of a batch, and what stands in the place of others, in order.
std::vector<Blob> cut(const Batch& batch);

// The documents of a line that did not parse (`Blob::is_line`): several may
// stand in it. Nothing if it is one, which is broken.
std::vector<Blob> cut_again(const Blob& line);

}  // namespace trunklift
