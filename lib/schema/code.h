// A schema as the flat program that `Run` executes: rows in vectors that name
// each other by index.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "model/value.h"
#include "schema/formats.h"
#include "schema/key_table.h"
#include "schema/options.h"
#include "schema/pattern.h"
#include "schema/violation.h"

namespace trunklift::schema {

using Index = std::uint32_t;
inline constexpr Index none = std::numeric_limits<Index>::max();
// Besides a node, what `additional...` can say.
inline constexpr Index forbidden = none - 1;

struct Range {
  Index first = 0;
  Index count = 0;
};

constexpr std::uint8_t type_bit(Type type) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(type));
}
inline constexpr std::uint8_t all_types = 0xff;

// One schema. Texts are what violations of it say.
struct Node {
  std::uint8_t types = all_types;  // bits of Type
  bool big_integers = false;       // a big number passes if it is an integer
  bool types_only = false;         // nothing else is asked
  Index type_text = none;
  Index choice = none;
  Index number = none;
  Index string = none;
  Index array = none;
  Index object = none;
  Index logic = none;

  // Whether that is clear without a closer look.
  bool passes(const Value& value) const {
    return types_only && (types & type_bit(value.type)) != 0;
  }
};

struct Choice {
  KeyTable strings;
  Range others;  // of constants
  Index text = none;
};

struct NumberRules {
  Index multiple_of = none;  // constants
  Index minimum = none;
  Index maximum = none;
  bool exclusive_minimum = false;
  bool exclusive_maximum = false;
};

// Sizes beyond any document are as good as exact.
inline constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

struct StringRules {
  std::size_t min = 0;  // code points
  std::size_t max = no_limit;
  Index pattern = none;
  bool has_format = false;
  Format format{};
};

struct ArrayRules {
  std::size_t min = 0;
  std::size_t max = no_limit;
  bool unique = false;
  Range tuple;              // nodes
  Index additional = none;  // node for the others, `none` or `forbidden`
};

struct PatternRule {
  Index pattern;
  Index node;
};

struct Required {
  Index bit;
  Index text;  // its name
};

struct Dependency {
  Index bit;
  Range needs;        // of Required
  Index node = none;  // or this
  Index text = none;  // the name of what is there
};

// Each name that any rule of the object asks for has a row in `keys`: the node
// for its value, if any, and a bit that says that it was seen.
struct ObjectRules {
  KeyTable keys;
  Index bits = 0;
  Range patterns;
  Index additional = none;  // node, `none` or `forbidden`
  std::size_t min = 0;
  std::size_t max = no_limit;
  Range required;
  Range dependencies;
};

struct Logic {
  Range all_of;  // nodes
  Range any_of;
  Range one_of;
  Index not_ = none;
};

struct Code {
  Options options;
  Index root = 0;
  std::vector<Node> nodes;
  std::vector<Choice> choices;
  std::vector<NumberRules> numbers;
  std::vector<StringRules> strings;
  std::vector<ArrayRules> arrays;
  std::vector<ObjectRules> objects;
  std::vector<Logic> logics;
  std::vector<Index> lists;  // nodes, for the ranges of them
  std::vector<PatternRule> pattern_rules;
  std::vector<Required> required;
  std::vector<Dependency> dependencies;
  std::vector<Pattern> patterns;
  std::vector<Value> constants;  // in `arena`
  std::vector<std::string> texts;
  KeyTables tables;
  Arena arena;
};

std::unique_ptr<const Code> compile_code(const Value& schema,
                                         const Loader& loader, Options options);

}  // namespace trunklift::schema
