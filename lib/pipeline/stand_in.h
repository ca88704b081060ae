// Findings about what stands in place of a document in an input.
#pragma once

#include <cstdint>
#include <string>

#include "base/hash.h"
#include "model/document.h"
#include "model/finding.h"

namespace trunklift {

// The rule that reports it; nullptr if there is none, as for tombstones, which
// are only counted.
const Rule* rule_of(Blob::Sort sort);

// The message of that finding. `largest` is the limit that an oversized
// document exceeds, in bytes.
std::string explain(const Blob& blob, std::uint64_t largest);

Hash128 content_of(const Blob& blob);

}  // namespace trunklift
