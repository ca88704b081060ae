// Changes as the target keeps them, and how they are taken back.
#include "model/change.h"

#include <string_view>

#include "base/error.h"
#include "base/json_writer.h"

namespace trunklift {
namespace {

// The last reference token of `pointer`, unescaped, and the value that holds
// what it names.
struct Target {
  Value* holder;
  std::string name;
};

std::string unescaped(std::string_view token) {
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size()) {
      out += token[++i] == '1' ? '/' : '~';
    } else {
      out += token[i];
    }
  }
  return out;
}

Value* child_of(Value& value, const std::string& token) {
  if (!value.is(Type::array)) return value.find(token);
  const std::size_t index = std::stoul(token);
  return index < value.size ? value.items + index : nullptr;
}

[[noreturn]] void lost(std::string_view pointer) {
  throw Error(Exit::internal, "take back a change at", std::string(pointer),
              "the document has no such place");
}

Target target_of(Value& root, std::string_view pointer) {
  Value* at = &root;
  std::string_view rest = pointer;
  while (true) {
    rest.remove_prefix(1);
    const auto slash = rest.find('/');
    const std::string token = unescaped(rest.substr(0, slash));
    if (slash == std::string_view::npos) return {at, token};
    at = child_of(*at, token);
    if (!at) lost(pointer);
    rest.remove_prefix(slash);
  }
}

void undo(const Value& change, Value& root, Arena& arena) {
  const std::string_view pointer = change.find("pointer")->string();
  const Target target = target_of(root, pointer);
  const Value* before = change.find("before");
  if (const Value* old_name = change.find("renamed_from")) {
    Member* member = target.holder->find_member(target.name);
    if (!member) lost(pointer);
    rename_member(*target.holder, *member, old_name->string());
    return;
  }
  Value* now = child_of(*target.holder, target.name);
  if (now && before) {
    *now = *before;
  } else if (before) {
    add_member(*target.holder, arena, arena.copy(target.name), *before);
  } else if (now) {
    remove_member(*target.holder, *target.holder->find_member(target.name));
  } else {
    lost(pointer);
  }
}

}  // namespace

std::string changes_json(const std::vector<Change>& changes) {
  std::string out;
  if (changes.empty()) return out;
  JsonWriter json(out, JsonWriter::Texts::data);
  json.array();
  for (const Change& change : changes) {
    json.object().text("rule", change.rule->id).text("pointer", change.pointer);
    if (change.kind == Change::Kind::rename) {
      json.text("renamed_from", change.before);
    } else if (!change.before.empty()) {
      json.json("before", change.before);
    }
    json.end_object();
  }
  json.end_array();
  return out;
}

void undo_changes(const Value& changes, Value& root, Arena& arena) {
  for (std::uint32_t i = changes.size; i > 0; --i) {
    undo(changes.items[i - 1], root, arena);
  }
}

}  // namespace trunklift
