// Changes as the target keeps them, and how they are taken back.
#include "model/change.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/json_writer.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

// The last reference token of a pointer, and the value that holds what it
// names.
struct Target {
  Value* holder;
  std::string name;
};

[[noreturn]] void lost(std::string_view pointer) {
  throw Error(Exit::internal, "take back a change at", std::string(pointer),
              "the document has no such place");
}

Target target_of(Value& root, std::string_view pointer) {
  std::vector<std::string> tokens = tokens_of(pointer);
  if (tokens.empty()) lost(pointer);
  std::string name = std::move(tokens.back());
  tokens.pop_back();
  Value* at = &root;
  for (const std::string& token : tokens) {
    at = child_of(*at, token);
    if (!at) lost(pointer);
  }
  return {at, std::move(name)};
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
  } else if (before && target.holder->is(Type::object)) {
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
