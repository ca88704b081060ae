// The order of values in the views of CouchDB, whose functions are JavaScript
// and whose rows are sorted by Erlang.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "model/value.h"

namespace trunklift {

// The members in the order of JavaScript: names that are array indexes come
// first, in numerical order, then the others as they are written.
class ScriptMembers {
public:
  explicit ScriptMembers(const Value& object);
  std::size_t size() const { return count_; }
  const Member& operator[](std::size_t i) const {
    return sorted_.empty() ? first_[i] : *sorted_[i];
  }

private:
  const Member* first_;
  std::size_t count_;
  std::vector<const Member*> sorted_;
};

// A number as the double that JavaScript makes of it; infinite if it is too
// large for one.
double script_real(const Value& number);
// "null", "true" or "false".
std::string_view atom_of(const Value& value);

// How CouchDB orders two values of one view key: as Erlang terms, with objects
// as lists of pairs. Negative, 0 or positive.
int compare_terms(const Value& a, const Value& b);

// The same of two credentials of servers in a document that calls the realm of
// its account `realm`, or has none (nullptr): a view sets `auth_realm`, which
// stands at the end unless the credentials had one.
int compare_credentials(const Value& a, const Value& b, const Value* realm);

}  // namespace trunklift
