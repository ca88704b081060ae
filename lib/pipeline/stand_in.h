// What stands in a document's place in an input, and what is said of it.
#pragma once

#include <cstdint>
#include <string>

#include "base/hash.h"
#include "model/document.h"
#include "model/finding.h"

namespace trunklift {

// What is found; nullptr for what is only counted: tombstones.
const Rule* rule_of(Blob::Sort sort);

// The text of that finding. `largest`: the limit that an oversized one is over.
std::string explain(const Blob& blob, std::uint64_t largest);

Hash128 content_of(const Blob& blob);

}  // namespace trunklift
