// The hand that plants flaws: finds a fitting place in a draft and edits it.
#pragma once

#include <initializer_list>
#include <string_view>

#include "generate/document.h"
#include "generate/random.h"
#include "generate/tree.h"

namespace trunklift::generate {

// Places are random among those that fit, and nullptr if there is none.
// Pointers become stale with the next edit of what they point into.
struct Hand {
  Hand(Draft& edited, Random& dice)
      : draft(edited), random(dice), arena(edited.arena) {}

  Value* account();
  Value* servers();  // the array, if it is one
  Value* server();   // one with auth and options
  Value* options();
  Value* auth();
  // As above; where no server has it, one is given that kind of auth.
  Value* password_auth();
  Value* address_auth();
  Value* dids();  // not empty
  Member* did();  // its key is an E.164 number

  bool set(Value* object, std::string_view key, Value value);
  // One of them, as text.
  Value one_of(std::initializer_list<std::string_view> texts);
  Value one_of(std::initializer_list<Value> values);
  Value own(std::string_view content) { return text(arena, content); }

  // A copy of a server that lists no numbers yet, at the end of the servers.
  Value* add_server();

  Draft& draft;
  Random& random;
  Arena& arena;
};

}  // namespace trunklift::generate
