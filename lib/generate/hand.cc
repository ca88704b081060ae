// The hand that plants flaws: finds a fitting place in a draft and edits it.
#include "generate/hand.h"

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

Value* Hand::account() {
  Value* found = draft.root.find("account");
  return is_filled_object(found) ? found : nullptr;
}

Value* Hand::servers() {
  Value* found = draft.root.find("servers");
  return found && found->is(Type::array) ? found : nullptr;
}

Value* Hand::server() {
  return find_item(random, servers(), [](const Value&) { return true; });
}

Value* Hand::options() {
  Value* found = server();
  return found ? found->find("options") : nullptr;
}

Value* Hand::auth() {
  Value* found = server();
  return found ? found->find("auth") : nullptr;
}

Value* Hand::password_auth() {
  Value* found = find_item(random, servers(), [](const Value& server) {
    return server.find("auth")->find("auth_user") != nullptr;
  });
  if (found) return found->find("auth");
  Value* changed = auth();
  if (!changed) return nullptr;
  const Value secret = own(password(random));
  const Value user = own("user_" + letters_and_digits(random, 6));
  *changed = object_of(arena, {{"auth_method", word("password")},
                               {"auth_password", secret},
                               {"auth_user", user}});
  return changed;
}

Value* Hand::address_auth() {
  Value* found = find_item(random, servers(), [](const Value& server) {
    return server.find("auth")->find("ip") != nullptr;
  });
  if (found) return found->find("auth");
  Value* changed = auth();
  if (!changed) return nullptr;
  const Value ip = own(address(draft.account.seed, random.below(1U << 24)));
  *changed = object_of(arena, {{"auth_method", word("IP")}, {"ip", ip}});
  return changed;
}

Value* Hand::dids() {
  Value* found = find_item(random, servers(), [](const Value& server) {
    return is_filled_object(server.find("DIDs"));
  });
  return found ? found->find("DIDs") : nullptr;
}

Member* Hand::did() {
  Value* object = dids();
  if (!object) return nullptr;
  Member* member = object->members + random.below(object->size);
  return member->key.text().starts_with('+') ? member : nullptr;
}

bool Hand::set(Value* object, std::string_view key, Value value) {
  if (!object) return false;
  put(arena, *object, key, value);
  return true;
}

Value Hand::one_of(std::initializer_list<std::string_view> texts) {
  return word(texts.begin()[random.below(texts.size())]);
}

Value Hand::one_of(std::initializer_list<Value> values) {
  return values.begin()[random.below(values.size())];
}

Value* Hand::add_server() {
  Value* array = servers();
  Value* model = server();
  if (!array || !model) return nullptr;
  Value copy = arena.clone(*model);
  put(arena, copy, "DIDs", Value::empty_object());
  append_item(arena, *array, copy);
  return array->items + array->size - 1;
}

}  // namespace trunklift::generate
