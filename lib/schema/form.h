// Whether a schema is one of draft-04: its $schema, its keywords, their form.
#pragma once

#include <string>
#include <vector>

#include "model/value.h"
#include "schema/schema.h"

namespace trunklift::schema {

// All of these look at one schema without those within it, and throw
// Error{Exit::usage} that names the place. `location` is that of the schema.

// Refuses a `$schema` that is not draft-04's.
void check_dialect(const Value& schema, const std::string& location);

// Refuses keywords that later drafts check and draft-04 passes over: for
// schemas that say nowhere which draft they follow.
void check_keywords(const Value& schema, const std::string& location);

// Refuses what the metaschema refuses.
class FormCheck {
public:
  // Keeps nothing of `metaschema`, that of draft-04.
  explicit FormCheck(const Value& metaschema);
  void check(const Value& schema, const std::string& location);

private:
  Program program_;
  Validator validator_;
  std::vector<Violation> violations_;
};

}  // namespace trunklift::schema
