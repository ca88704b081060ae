// From schemas to the flat program: objects, arrays, and schemas in schemas.
#include <algorithm>
#include <map>

#include "schema/compiler.h"

namespace trunklift::schema {
namespace {

// Limits of schemas that apply to one and the same value. Both are far beyond
// what people write; they bound stack and time.
constexpr std::uint32_t most_levels = 1500;
constexpr std::uint32_t most_visits = 1'000'000;

}  // namespace

struct Compiler::Names {
  struct Row {
    Index node = none;
    Index bit = none;
  };
  // Sorted, so that the program depends on nothing but the schema.
  std::map<std::string_view, Row> rows;
  Index bits = 0;

  Index bit_of(std::string_view name) {
    Row& row = rows[name];
    if (row.bit == none) row.bit = bits++;
    return row.bit;
  }
};

Index Compiler::additional(const Value& schema, const char* keyword) {
  const Value* value = schema.find(keyword);
  if (!value) return none;
  if (value->is(Type::boolean)) return value->truth ? none : forbidden;
  if (!value->is(Type::object)) refuse(schema, keyword, "it is no schema");
  return node_of(*value);
}

// Nodes are made first and listed then, as ranges must not interleave.
Range Compiler::nodes_of(const Value& list, Index in_place_of) {
  std::vector<Index> nodes;
  for (const Value& schema : items(list)) {
    nodes.push_back(in_place_of == none ? node_of(schema)
                                        : node_in_place(in_place_of, schema));
  }
  const Range range{static_cast<Index>(code_->lists.size()), list.size};
  code_->lists.insert(code_->lists.end(), nodes.begin(), nodes.end());
  return range;
}

void Compiler::array(Node& node, const Value& schema) {
  ArrayRules rules;
  rules.min = read_size(schema, "minItems", 0);
  rules.max = read_size(schema, "maxItems", no_limit);
  rules.unique = read_flag(schema, "uniqueItems");
  const Value* of_items = schema.find("items");
  if (of_items && of_items->is(Type::array)) {
    for (const Value& item : trunklift::items(*of_items)) {
      if (!item.is(Type::object)) {
        refuse(schema, "items", "not all are schemas");
      }
    }
    rules.tuple = nodes_of(*of_items, none);
    rules.additional = additional(schema, "additionalItems");
  } else if (of_items) {
    if (!of_items->is(Type::object)) refuse(schema, "items", "it is no schema");
    rules.additional = node_of(*of_items);
  }
  if (rules.min == 0 && rules.max == no_limit && !rules.unique && !of_items) {
    return;
  }
  node.array = static_cast<Index>(code_->arrays.size());
  code_->arrays.push_back(rules);
}

void Compiler::properties(Names& names, const Value& schema) {
  const Value* list = read(schema, "properties", Type::object);
  if (!list) return;
  for (const Member& member : members(*list)) {
    if (!member.value.is(Type::object)) {
      refuse(schema, "properties", "not all are schemas");
    }
    auto& row = names.rows[member.key];
    if (row.node == none) row.node = node_of(member.value);
  }
}

// In the platform's reading, defaults are filled in before `required` counts.
bool Compiler::has_default(const Value& schema, std::string_view property) {
  if (!code_->options.platform) return false;
  const Value* list = schema.find("properties");
  const Value* rule = list ? list->find(property) : nullptr;
  return rule && resolver_.target(*rule).find("default");
}

void Compiler::required(Names& names, ObjectRules& rules, const Value& schema) {
  const Value* list = read(schema, "required", Type::array);
  if (!list) return;
  rules.required.first = static_cast<Index>(code_->required.size());
  for (const Value& name : items(*list)) {
    if (!name.is(Type::string)) refuse(schema, "required", "not all are names");
    if (has_default(schema, name.string())) continue;
    code_->required.push_back(
        {names.bit_of(name.string()), text(std::string(name.string()))});
    ++rules.required.count;
  }
}

void Compiler::dependencies(Names& names, ObjectRules& rules, Index index,
                            const Value& schema) {
  const Value* list = read(schema, "dependencies", Type::object);
  if (!list) return;
  rules.dependencies.first = static_cast<Index>(code_->dependencies.size());
  for (const Member& member : members(*list)) {
    Dependency rule;
    rule.bit = names.bit_of(member.key);
    rule.text = text(std::string(member.key));
    if (member.value.is(Type::object)) {
      rule.node = node_in_place(index, member.value);
    } else if (member.value.is(Type::array)) {
      rule.needs = {static_cast<Index>(code_->required.size()),
                    member.value.size};
      for (const Value& name : items(member.value)) {
        if (!name.is(Type::string)) {
          refuse(schema, "dependencies", "not all are names");
        }
        code_->required.push_back(
            {names.bit_of(name.string()), text(std::string(name.string()))});
      }
    } else {
      refuse(schema, "dependencies", "each is a list of names or a schema");
    }
    code_->dependencies.push_back(rule);
    ++rules.dependencies.count;
  }
}

void Compiler::object(Node& node, const Value& schema) {
  const Index index = node_by_schema_.at(&schema);
  ObjectRules rules;
  Names names;
  rules.min = read_size(schema, "minProperties", 0);
  rules.max = read_size(schema, "maxProperties", no_limit);
  properties(names, schema);
  required(names, rules, schema);
  dependencies(names, rules, index, schema);
  rules.additional = additional(schema, "additionalProperties");
  rules.patterns.first = static_cast<Index>(code_->pattern_rules.size());
  if (const Value* list = read(schema, "patternProperties", Type::object)) {
    for (const Member& member : members(*list)) {
      if (!member.value.is(Type::object)) {
        refuse(schema, "patternProperties", "not all are schemas");
      }
      const Index source = pattern(schema, "patternProperties", member.key);
      code_->pattern_rules.push_back({source, node_of(member.value)});
      ++rules.patterns.count;
    }
  }
  if (names.rows.empty() && rules.patterns.count == 0 &&
      rules.additional == none && rules.min == 0 && rules.max == no_limit) {
    return;
  }
  std::vector<KeyEntry> entries;
  for (const auto& [name, row] : names.rows) {
    entries.push_back({name, row.node, row.bit});
  }
  rules.keys = code_->tables.add(entries);
  rules.bits = names.bits;
  node.object = static_cast<Index>(code_->objects.size());
  code_->objects.push_back(rules);
}

void Compiler::logic(Index index, Node& node, const Value& schema) {
  Logic logic;
  const auto list = [&](const char* keyword) -> Range {
    const Value* value = read(schema, keyword, Type::array);
    if (!value) return {};
    const auto all = items(*value);
    if (value->size == 0 || !std::all_of(all.begin(), all.end(), [](auto& v) {
          return v.is(Type::object);
        })) {
      refuse(schema, keyword, "it is a list of schemas");
    }
    return nodes_of(*value, index);
  };
  logic.all_of = list("allOf");
  logic.any_of = list("anyOf");
  logic.one_of = list("oneOf");
  if (const Value* value = read(schema, "not", Type::object)) {
    logic.not_ = node_in_place(index, *value);
  }
  if (logic.all_of.count == 0 && logic.any_of.count == 0 &&
      logic.one_of.count == 0 && logic.not_ == none) {
    return;
  }
  node.logic = static_cast<Index>(code_->logics.size());
  code_->logics.push_back(logic);
}

// Sorts the nodes so that each comes before those it applies in place; a node
// that never comes is on a circle, or behind one.
void Compiler::check_in_place() const {
  const std::size_t count = in_place_.size();
  std::vector<std::uint32_t> waiting_for(count);
  for (const auto& nodes : in_place_) {
    for (const Index node : nodes) ++waiting_for[node];
  }
  std::vector<Index> order;
  for (Index i = 0; i < count; ++i) {
    if (waiting_for[i] == 0) order.push_back(i);
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (const Index node : in_place_[order[i]]) {
      if (--waiting_for[node] == 0) order.push_back(node);
    }
  }
  if (order.size() < count) {
    const auto circle = std::find_if(waiting_for.begin(), waiting_for.end(),
                                     [](auto n) { return n > 0; });
    const Value* schema =
        schemas_[static_cast<std::size_t>(circle - waiting_for.begin())];
    refuse_schema(resolver_.location(*schema),
                  "it applies itself to the same value, without end");
  }
  std::vector<std::uint32_t> levels(count, 1);
  std::vector<std::uint32_t> visits(count, 1);
  std::for_each(order.rbegin(), order.rend(), [&](Index i) {
    for (const Index node : in_place_[i]) {
      levels[i] = std::max(levels[i], levels[node] + 1);
      visits[i] = std::min(visits[i] + visits[node], most_visits + 1);
    }
    if (levels[i] > most_levels || visits[i] > most_visits) {
      refuse_schema(resolver_.location(*schemas_[i]),
                    "too many schemas apply to one value");
    }
  });
}

}  // namespace trunklift::schema
