// Cuts batches into documents. This is the part of splitting that many threads
// can do in parallel.
#pragma once

#include <cstddef>
#include <functional>

#include "model/document.h"
#include "source/batch.h"

namespace trunklift {

using TakeBlob = std::function<void(const Blob&)>;
// Called with the size of a piece in bytes before it is looked at, because to
// take documents out of it may need up to 100 times as much memory.
using BeforePiece = std::function<void(std::size_t bytes)>;

// Calls `take` for each document of the batch, and for each thing that stands
// in place of a document, in order. The blobs point into the batch.
void cut(const Batch& batch, const TakeBlob& take,
         const BeforePiece& before = {});

// Does the same for a line that does not parse (`Blob::is_line`), if it holds
// several documents. Returns false, and calls nothing, if it holds only one:
// the document is broken.
bool cut_again(const Blob& line, const TakeBlob& take);

}  // namespace trunklift
