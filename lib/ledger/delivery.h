// What a run hands to a target about one document.
#pragma once

#include <string_view>
#include <variant>

#include "base/hash.h"
#include "model/document.h"
#include "model/modern.h"

namespace trunklift {

// Everything that it points to belongs to whoever made it, and is there for as
// long as the call that takes it.
struct Delivery {
  // The records of a document.
  struct Load {
    const Records& records;
    Hash128 record_hash;
    std::string_view changes;  // JSON, "" if there are none
    // The target has just this (Sink::settled); there are no records.
    bool settled;
  };
  // The document was deleted: its records go.
  struct Remove {};
  // The document is kept aside with the reasons.
  struct Reject {
    std::string_view stage;    // "parse", "check", ...
    std::string_view reasons;  // JSON array
  };
  // The row of an account, limits or number document; none if it says nothing.
  struct Context {
    const Records& records;
    Hash128 record_hash;  // see context_hash
  };

  const Identity& identity;
  const Blob& blob;
  std::string_view input;  // its name
  // An earlier version came in this run, which counts no more.
  bool replaces = false;
  std::variant<Load, Remove, Reject, Context> what;

  template <typename What>
  bool is() const {
    return std::holds_alternative<What>(what);
  }
};

}  // namespace trunklift
