// Joins the key bits of objects at the same level.
#include "check/level_keys.h"

#include <algorithm>
#include <iterator>
#include <utility>

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

Needs needs_at(std::string_view patterns) {
  Needs out;
  const std::pair<std::string_view, AnyOf&> levels[] = {
      {"/account/", out.account},           {"/servers/*/auth/", out.auth},
      {"/servers/*/options/", out.options}, {"/servers/*/DIDs/*/", out.number},
      {"/servers/*/", out.server},          {"/", out.root}};
  while (!patterns.empty()) {
    std::string_view pattern = patterns.substr(0, patterns.find(' '));
    patterns.remove_prefix(std::min(pattern.size() + 1, patterns.size()));
    const auto* level = std::find_if(
        std::begin(levels), std::end(levels),
        [&](const auto& at) { return pattern.starts_with(at.first); });
    if (level == std::end(levels)) return Needs::nothing();
    pattern.remove_prefix(level->first.size());
    const std::string_view key = pattern.substr(0, pattern.find('/'));
    AnyOf& keys = level->second;
    keys = keys | (key == "*" ? AnyOf::anything() : AnyOf(Key(key)));
  }
  return out;
}

}  // namespace trunklift
