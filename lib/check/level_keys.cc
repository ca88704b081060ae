// Which keys a document has, level by level.
#include "check/level_keys.h"

namespace trunklift {
namespace {

std::uint64_t keys_of(const Value* value) {
  return value && value->is(Type::object) ? value->keys : 0;
}

void add_numbers(const Value* numbers, LevelKeys& out) {
  if (!numbers || !numbers->is(Type::object)) return;
  for (const Member& number : members(*numbers)) {
    const std::string_view key = number.key.text();
    out.other_number |= key.size() != 12 || key[0] != '+' || key[1] != '1';
    out.number |= keys_of(&number.value);
  }
}

}  // namespace

LevelKeys level_keys(const Value& root) {
  LevelKeys out;
  out.root = keys_of(&root);
  out.account = keys_of(root.find("account"));
  const Value* servers = root.find("servers");
  if (!servers) return out;
  for (const Value& server : items(*servers)) {
    out.server |= keys_of(&server);
    out.auth |= keys_of(server.find("auth"));
    out.options |= keys_of(server.find("options"));
    add_numbers(server.find("DIDs"), out);
  }
  return out;
}

}  // namespace trunklift
