// Cuts batches into documents: what of the work can be done in parallel.
#pragma once

#include <cstddef>
#include <functional>

#include "model/document.h"
#include "source/batch.h"

namespace trunklift {

using TakeBlob = std::function<void(const Blob&)>;
// Told of the bytes of a piece before it is looked at. Documents are taken out
// of what is wrapped around them a piece at a time, which takes up to 100 times
// as much memory.
using BeforePiece = std::function<void(std::size_t bytes)>;

// Hands out the documents of a batch, and what stands in the place of others,
// in order, one by one.
void cut(const Batch& batch, const TakeBlob& take,
         const BeforePiece& before = {});

// The same of a line that did not parse (`Blob::is_line`): several documents
// may stand in it. False if it is one, which is broken.
bool cut_again(const Blob& line, const TakeBlob& take);

}  // namespace trunklift
