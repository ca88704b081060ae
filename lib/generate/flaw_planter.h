// Plants flaws: finds a fitting place in a draft and edits it.
#pragma once

#include <initializer_list>
#include <string_view>

#include "generate/document.h"
#include "generate/random.h"
#include "generate/tree.h"

namespace trunklift::generate {

// Places are random among those that fit, and nullptr if there is none.
// Pointers become stale with the next edit of what they point into.
struct FlawPlanter {
  FlawPlanter(Draft& edited, Random& dice)
      : draft(edited), random(dice), arena(edited.arena) {}

  Value* account();
  Value* servers();  // the array, if it is one
  Value* server();   // one with auth and options
  Value* options();
  Value* auth();
  Value* auth_in_use();  // of one that has numbers
  // As above; where no server has it, all are given that kind of auth: one of
  // another kind among them would be a flaw of its own.
  Value* password_auth();
  Value* address_auth();
  Value* dids();  // not empty
  Member* did();  // its key is an E.164 number

  bool set(Value* object, std::string_view key, Value value);
  // One of them, as text.
  Value one_of(std::initializer_list<std::string_view> texts);
  Value one_of(std::initializer_list<Value> values);
  Value own(std::string_view content) { return text(arena, content); }

  // A copy of a server that lists no numbers yet, with a user or address of its
  // own, at the end of the servers.
  Value* add_server();
  Value own_address();  // that no other server has

  Draft& draft;
  Random& random;
  Arena& arena;

private:
  std::uint32_t addresses_ = 0;

  Value new_password_auth();
  Value new_address_auth();
  Value* replace_all_auth(Value (FlawPlanter::*make)());
};

}  // namespace trunklift::generate
