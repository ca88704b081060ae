// From schemas to the flat program: the queue, and the keywords of scalars.
#include <algorithm>
#include <array>
#include <utility>

#include "base/decimal.h"
#include "base/text.h"
#include "schema/compiler.h"
#include "schema/describe.h"
#include "schema/form.h"
#include "schema/numbers.h"

namespace trunklift::schema {
namespace {

constexpr std::uint8_t numbers_mask =
    type_bit(Type::integer) | type_bit(Type::real) | type_bit(Type::big);

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 7> type_masks{{
    {"null", type_bit(Type::null)},
    {"boolean", type_bit(Type::boolean)},
    // Integers that are big are told apart by their text.
    {"integer", type_bit(Type::integer)},
    {"number", numbers_mask},
    {"string", type_bit(Type::string)},
    {"array", type_bit(Type::array)},
    {"object", type_bit(Type::object)},
}};

// Divisibility by longer numbers takes more time than it is worth.
constexpr std::uint32_t longest_divisor = 1000;

}  // namespace

std::unique_ptr<const Code> compile_code(const Value& schema,
                                         const Loader& loader,
                                         Options options) {
  return Compiler(schema, loader, options).run();
}

Compiler::Compiler(const Value& root, const Loader& loader, Options options)
    : code_(std::make_unique<Code>()),
      loader_(loader),
      resolver_(root, loader),
      root_(root) {
  code_->options = options;
}

std::unique_ptr<const Code> Compiler::run() {
  if (!root_.is(Type::object)) refuse_schema("#", "a schema is an object");
  code_->root = node_of(root_);
  for (std::size_t i = 0; i < schemas_.size(); ++i) {
    fill(static_cast<Index>(i), *schemas_[i]);
  }
  check_in_place();
  if (!code_->options.platform) check_form();
  return std::move(code_);
}

void Compiler::check_form() {
  const auto schemas = resolver_.all_schemas();
  for (const auto& [location, schema] : schemas) {
    check_dialect(*schema, *location);
  }
  if (!root_.find("$schema")) {
    for (const Value* schema : schemas_) {
      check_keywords(*schema, resolver_.location(*schema));
    }
  }
  const Value* metaschema =
      loader_ ? loader_(std::string(draft4_uri)) : nullptr;
  if (!metaschema) return;
  FormCheck form(*metaschema);
  for (const auto& [location, schema] : schemas) {
    form.check(*schema, *location);
    if (const Value* source = schema->find("pattern")) {
      pattern(*schema, "pattern", source->string());
    }
    if (const Value* sources = schema->find("patternProperties")) {
      for (const Member& member : members(*sources)) {
        pattern(*schema, "patternProperties", member.key);
      }
    }
  }
}

Index Compiler::node_of(const Value& schema) {
  const Value& target = resolver_.target(schema);
  const auto [found, is_new] =
      node_by_schema_.emplace(&target, static_cast<Index>(schemas_.size()));
  if (is_new) {
    schemas_.push_back(&target);
    code_->nodes.emplace_back();
    in_place_.emplace_back();
  }
  return found->second;
}

Index Compiler::node_in_place(Index from, const Value& schema) {
  const Index node = node_of(schema);
  in_place_[from].push_back(node);
  return node;
}

void Compiler::fill(Index index, const Value& schema) {
  Node node;
  type(node, schema);
  choice(node, schema);
  number(node, schema);
  string(node, schema);
  array(node, schema);
  object(node, schema);
  logic(index, node, schema);
  const Index rest[] = {node.choice, node.number, node.string,
                        node.array,  node.object, node.logic};
  node.types_only = std::all_of(std::begin(rest), std::end(rest),
                                [](Index rules) { return rules == none; });
  code_->nodes[index] = node;
}

void Compiler::type(Node& node, const Value& schema) {
  const Value* type = schema.find("type");
  if (!type) return;
  const Value* first = type->is(Type::array) ? type->items : type;
  const Value* last =
      type->is(Type::array) ? type->items + type->size : type + 1;
  node.types = 0;
  std::string names;
  for (; first != last; ++first) {
    const auto* mask = std::find_if(
        type_masks.begin(), type_masks.end(),
        [&](auto& entry) { return entry.first == first->string_or_empty(); });
    if (mask == type_masks.end()) refuse(schema, "type", "unknown type");
    node.types = static_cast<std::uint8_t>(node.types | mask->second);
    node.big_integers = node.big_integers || mask->first == "integer";
    if (!names.empty()) names += " or ";
    names += mask->first;
  }
  node.type_text = text(names);
}

void Compiler::choice(Node& node, const Value& schema) {
  const Value* list = read(schema, "enum", Type::array);
  if (!list) return;
  Choice choice;
  std::vector<KeyEntry> strings;
  choice.others.first = static_cast<Index>(code_->constants.size());
  for (const Value& value : items(*list)) {
    if (value.is(Type::string)) {
      strings.push_back({value.string(), 0, 0});
    } else {
      constant(value);
      ++choice.others.count;
    }
  }
  const auto by_key = [](auto& a, auto& b) { return a.key < b.key; };
  std::sort(strings.begin(), strings.end(), by_key);
  strings.erase(std::unique(strings.begin(), strings.end(),
                            [](auto& a, auto& b) { return a.key == b.key; }),
                strings.end());
  choice.strings = code_->tables.add(strings);
  choice.text = text(choices_text(*list));
  node.choice = static_cast<Index>(code_->choices.size());
  code_->choices.push_back(choice);
}

void Compiler::number(Node& node, const Value& schema) {
  NumberRules rules;
  bool any = false;
  if (const Value* bound = read_number(schema, "minimum")) {
    rules.minimum = constant(*bound);
    rules.exclusive_minimum = read_flag(schema, "exclusiveMinimum");
    any = true;
  }
  if (const Value* bound = read_number(schema, "maximum")) {
    rules.maximum = constant(*bound);
    rules.exclusive_maximum = read_flag(schema, "exclusiveMaximum");
    any = true;
  }
  if (const Value* divisor = read_number(schema, "multipleOf")) {
    if (compare_numbers(*divisor, Value::of(std::int64_t{0})) <= 0) {
      refuse(schema, "multipleOf", "it is greater than 0");
    }
    if (!divisor->is(Type::integer) && divisor->size > longest_divisor) {
      refuse(schema, "multipleOf", "it has at most 1,000 digits");
    }
    rules.multiple_of = constant(*divisor);
    any = true;
  }
  if (!any) return;
  node.number = static_cast<Index>(code_->numbers.size());
  code_->numbers.push_back(rules);
}

void Compiler::string(Node& node, const Value& schema) {
  StringRules rules;
  rules.min = read_size(schema, "minLength", 0);
  rules.max = read_size(schema, "maxLength", no_limit);
  if (const Value* source = read(schema, "pattern", Type::string)) {
    rules.pattern = pattern(schema, "pattern", source->string());
  }
  const Value* format = read(schema, "format", Type::string);
  if (format && code_->options.assert_formats) {
    if (const auto known = format_of(format->string())) {
      rules.has_format = true;
      rules.format = *known;
    }
  }
  if (rules.min == 0 && rules.max == no_limit && rules.pattern == none &&
      !rules.has_format) {
    return;
  }
  node.string = static_cast<Index>(code_->strings.size());
  code_->strings.push_back(rules);
}

const Value* Compiler::read(const Value& schema, const char* keyword,
                            Type type) {
  const Value* value = schema.find(keyword);
  if (value && !value->is(type)) {
    refuse(schema, keyword, "its type is " + std::string(type_name(type)));
  }
  return value;
}

const Value* Compiler::read_number(const Value& schema, const char* keyword) {
  const Value* value = schema.find(keyword);
  if (value && !value->is_number()) {
    refuse(schema, keyword, "its type is number");
  }
  return value;
}

bool Compiler::read_flag(const Value& schema, const char* keyword) {
  const Value* value = read(schema, keyword, Type::boolean);
  return value && value->truth;
}

std::size_t Compiler::read_size(const Value& schema, const char* keyword,
                                std::size_t absent) {
  const Value* value = schema.find(keyword);
  if (!value) return absent;
  if (value->is(Type::integer) && value->integer >= 0) {
    return static_cast<std::size_t>(value->integer);
  }
  if (value->is(Type::big) && is_integer_literal(value->string()) &&
      value->string()[0] != '-') {
    return no_limit - 1;
  }
  refuse(schema, keyword, "it is an integer of at least 0");
}

void Compiler::refuse(const Value& schema, std::string_view keyword,
                      const std::string& reason) const {
  refuse_schema(resolver_.location(schema) + "/" + std::string(keyword),
                reason);
}

Index Compiler::constant(const Value& value) {
  code_->constants.push_back(code_->arena.clone(value));
  return static_cast<Index>(code_->constants.size() - 1);
}

Index Compiler::text(std::string text) {
  code_->texts.push_back(std::move(text));
  return static_cast<Index>(code_->texts.size() - 1);
}

Index Compiler::pattern(const Value& schema, std::string_view keyword,
                        std::string_view source) {
  const auto [found, is_new] = pattern_by_source_.emplace(
      source, static_cast<Index>(code_->patterns.size()));
  if (is_new) {
    try {
      code_->patterns.emplace_back(
          source, code_->options.platform ? Dialect::platform : Dialect::ecma);
    } catch (const BadPattern& problem) {
      refuse(schema, keyword,
             "the pattern " + json_string(source) +
                 " is not understood: " + problem.what());
    }
  }
  return found->second;
}

}  // namespace trunklift::schema
