// What a run tells a target to do with one document.
#pragma once

#include <string_view>
#include <variant>

#include "base/hash.h"
#include "model/document.h"
#include "model/modern.h"

namespace trunklift {

// A delivery owns nothing. What it points to is valid only during the call that
// takes it.
struct Delivery {
  // Write the records of the document.
  struct Load {
    const Records& records;
    Hash128 record_hash;
    std::string_view changes;  // JSON, "" if there are none
    // The target has the same records already (Sink::settled), so there are
    // none here.
    bool settled;
  };
  // The document was deleted: remove its records.
  struct Remove {};
  // The document was rejected: keep it with the reasons.
  struct Reject {
    std::string_view stage;    // "parse", "check", ...
    std::string_view reasons;  // JSON array
  };
  // Write the row of an account, limits or number document. There is no row if
  // the document says nothing.
  struct Context {
    const Records& records;
    Hash128 record_hash;  // see context_hash
  };

  const Identity& identity;
  const Blob& blob;
  std::string_view input;  // the name of the input
  // This run delivered an earlier version, which does not count any more.
  bool replaces = false;
  std::variant<Load, Remove, Reject, Context> what;

  template <typename What>
  bool is() const {
    return std::holds_alternative<What>(what);
  }
};

}  // namespace trunklift
