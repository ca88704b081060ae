// Plants flaws: finds a fitting place in a draft and edits it.
#include "generate/flaw_planter.h"

#include "generate/names.h"

namespace trunklift::generate {
namespace {

bool is_filled_object(const Value* value) {
  return value && value->is(Type::object) && value->size > 0;
}

bool is_whole(const Value& server) {
  return is_filled_object(server.find("auth")) &&
         is_filled_object(server.find("options"));
}

// A random item that fits: the first one at or after a random index.
template <class Fits>
Value* find_item(Random& random, Value* array, Fits fits) {
  if (!array || array->size == 0) return nullptr;
  const std::uint32_t start = random.below(array->size);
  for (std::uint32_t i = 0; i < array->size; ++i) {
    Value& item = array->items[(start + i) % array->size];
    if (item.is(Type::object) && is_whole(item) && fits(item)) return &item;
  }
  return nullptr;
}

}  // namespace

Value* FlawPlanter::account() {
  Value* found = draft.root.find("account");
  return is_filled_object(found) ? found : nullptr;
}

Value* FlawPlanter::servers() {
  Value* found = draft.root.find("servers");
  return found && found->is(Type::array) ? found : nullptr;
}

Value* FlawPlanter::server() {
  return find_item(random, servers(), [](const Value&) { return true; });
}

Value* FlawPlanter::options() {
  Value* found = server();
  return found ? found->find("options") : nullptr;
}

Value* FlawPlanter::auth() {
  Value* found = server();
  return found ? found->find("auth") : nullptr;
}

Value* FlawPlanter::auth_in_use() {
  Value* found = find_item(random, servers(), [](const Value& server) {
    return is_filled_object(server.find("DIDs"));
  });
  return found ? found->find("auth") : nullptr;
}

Value FlawPlanter::new_password_auth() {
  const Value secret = own(password(random));
  const Value user = own("user_" + letters_and_digits(random, 6));
  return object_of(arena, {{"auth_method", word("password")},
                           {"auth_password", secret},
                           {"auth_user", user}});
}

Value FlawPlanter::new_address_auth() {
  return object_of(arena, {{"auth_method", word("IP")}, {"ip", own_address()}});
}

// Beyond those of the servers as they were drawn.
Value FlawPlanter::own_address() {
  constexpr std::uint64_t first = std::uint64_t{1} << 26, each = 16;
  return own(address(draft.account.seed,
                     first + draft.index * each + addresses_++ % each));
}

// Returns that of one of them.
Value* FlawPlanter::replace_all_auth(Value (FlawPlanter::*make)()) {
  Value* array = servers();
  if (!array) return nullptr;
  for (Value& server : items(*array)) {
    Value* its = server.find("auth");
    if (is_filled_object(its)) *its = (this->*make)();
  }
  return auth();
}

Value* FlawPlanter::password_auth() {
  Value* found = find_item(random, servers(), [](const Value& server) {
    return server.find("auth")->find("auth_user") != nullptr;
  });
  return found ? found->find("auth")
               : replace_all_auth(&FlawPlanter::new_password_auth);
}

Value* FlawPlanter::address_auth() {
  Value* found = find_item(random, servers(), [](const Value& server) {
    return server.find("auth")->find("ip") != nullptr;
  });
  return found ? found->find("auth")
               : replace_all_auth(&FlawPlanter::new_address_auth);
}

Value* FlawPlanter::dids() {
  Value* found = find_item(random, servers(), [](const Value& server) {
    return is_filled_object(server.find("DIDs"));
  });
  return found ? found->find("DIDs") : nullptr;
}

Member* FlawPlanter::did() {
  Value* object = dids();
  if (!object) return nullptr;
  Member* member = object->members + random.below(object->size);
  return member->key.text().starts_with('+') ? member : nullptr;
}

bool FlawPlanter::set(Value* object, std::string_view key, Value value) {
  if (!object) return false;
  put(arena, *object, key, value);
  return true;
}

Value FlawPlanter::one_of(std::initializer_list<std::string_view> texts) {
  return word(texts.begin()[random.below(texts.size())]);
}

Value FlawPlanter::one_of(std::initializer_list<Value> values) {
  return values.begin()[random.below(values.size())];
}

Value* FlawPlanter::add_server() {
  Value* array = servers();
  Value* model = server();
  if (!array || !model) return nullptr;
  Value copy = arena.clone(*model);
  put(arena, copy, "DIDs", Value::empty_object());
  put(arena, copy, "auth",
      copy.find("auth")->find("ip") ? new_address_auth() : new_password_auth());
  append_item(arena, *array, copy);
  return array->items + array->size - 1;
}

}  // namespace trunklift::generate
