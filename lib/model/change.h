// Changes that normalization made to a document, and how they are taken back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/finding.h"
#include "model/value.h"

namespace trunklift {

// One change of a document. Undone in reverse order, changes give back the
// document as it was written (up to the order of members): see undo().
struct Change {
  enum class Kind : std::uint8_t { set, rename };
  const Rule* rule;
  Kind kind;
  // Where, in the document as it stood at that moment.
  std::string pointer;
  // A `set` keeps the JSON text that stood there, "" if nothing did. A
  // `rename` keeps the member's old name. It may hold secrets: it goes to the
  // target only, never to a report.
  std::string before;
};

// `changes` as the JSON array that the target keeps, "" if there are none.
std::string changes_json(const std::vector<Change>& changes);

// Takes back the changes that `changes` (the parsed array) records.
void undo_changes(const Value& changes, Value& root, Arena& arena);

}  // namespace trunklift
