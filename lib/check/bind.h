// Reads a normalized document into the typed Connectivity.
#pragma once

#include <optional>
#include <vector>

#include "model/change.h"
#include "model/finding.h"
#include "model/legacy.h"
#include "model/value.h"

namespace trunklift {

// The order in which the platform's number lookup sees the servers of a
// document as it was written: ascending by what the rows of the lookup hold, in
// Erlang term order (claim_order.cc). Element i is the rank of server i. Empty
// if there are fewer than two servers.
std::vector<std::int64_t> claim_order(const Value& root);

// Reads the canonical document and marks the values that it took
// (Value::taken). No column holds the other values, so they go to `extra`.
// Reports values that have no typed form. Use the result only while `findings`
// is not blocked: it points into `root`. `order` is what claim_order returned
// for the document as it was written.
Connectivity bind_document(Value& root, const std::vector<Change>& changes,
                           const std::vector<std::int64_t>& order,
                           Findings& findings);

}  // namespace trunklift
