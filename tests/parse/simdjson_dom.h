// The parser held against simdjson's own document model, which shares its first
// stage and nothing else.
#pragma once

#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/text.h"
#include "model/value.h"
#include "parse/parser.h"

namespace trunklift::test {

// Whether both say the same. Of numbers simdjson knows the value only.
inline bool same_as_dom(const Value& value, simdjson::dom::element element) {
  using simdjson::dom::element_type;
  switch (element.type()) {
    case element_type::NULL_VALUE: return value.is(Type::null);
    case element_type::BOOL:
      return value.is(Type::boolean) &&
             value.truth == element.get_bool().value_unsafe();
    case element_type::STRING:
      return value.is(Type::string) &&
             value.string() == element.get_string().value_unsafe();
    case element_type::INT64: {
      const auto integer = element.get_int64().value_unsafe();
      if (value.is(Type::big)) return value.string() == "-0" && integer == 0;
      return value.is(Type::integer) && value.integer == integer;
    }
    case element_type::UINT64:
      return value.is(Type::big) &&
             value.string() ==
                 std::to_string(element.get_uint64().value_unsafe());
    case element_type::DOUBLE:
      return value.is(Type::real) &&
             value.real == element.get_double().value_unsafe();
    case element_type::ARRAY: {
      if (!value.is(Type::array)) return false;
      const simdjson::dom::array items(element);
      std::size_t i = 0;
      for (const auto item : items) {
        if (i == value.size || !same_as_dom(value.items[i++], item)) {
          return false;
        }
      }
      return i == value.size;
    }
    case element_type::OBJECT: {
      if (!value.is(Type::object)) return false;
      const simdjson::dom::object members(element);
      std::size_t i = 0;
      for (const auto member : members) {
        if (i == value.size) return false;
        const Member& ours = value.members[i++];
        const Value* found = value.find(member.key);
        if (ours.key.text() != member.key || !found ||
            !same_as_dom(ours.value, member.value)) {
          return false;
        }
      }
      return i == value.size;
    }
  }
  return false;
}

// simdjson refuses numbers beyond 64 bits and beyond double.
inline bool may_hold_large_numbers(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    digits = is_digit(c) ? digits + 1 : 0;
    if (digits > 18 || c == 'e' || c == 'E') return true;
  }
  return false;
}

// "" if both agree on the text, whatever stands behind it.
inline std::string difference_to_dom(std::string_view text) {
  constexpr std::size_t depth = 100;
  static simdjson::dom::parser dom;
  static Parser ours(depth), other(depth);
  static const bool ready = dom.allocate(1 << 20, depth + 1) == 0;
  if (!ready) return "simdjson has no memory";
  std::string copy(text);
  for (const std::string_view behind : {"}", "]", "\"", "1", ",", " \n"}) {
    copy.resize(text.size());
    while (copy.size() < text.size() + parse_padding) copy += behind;
    const std::string_view view = std::string_view(copy).substr(0, text.size());
    simdjson::dom::element root;
    const auto error = dom.parse(text.data(), text.size()).get(root);
    auto indexed = ours.index(view);
    const bool verdict = indexed && indexed->verdict();
    const Value* tree = ours.parse(view);
    const Value* bare = other.parse_bare(view);
    if (verdict != (tree != nullptr) || verdict != (bare != nullptr)) {
      return "a verdict and a tree differ";
    }
    if (error == simdjson::NUMBER_ERROR && may_hold_large_numbers(text)) {
      continue;
    }
    if (verdict != !error) {
      return verdict ? std::string("accepted, but simdjson says ") +
                           simdjson::error_message(error)
                     : "refused (" + ours.problem() + "), but simdjson accepts";
    }
    if (tree && !same_as_dom(*tree, root)) return "another tree";
    if (tree && to_json(*tree) != to_json(*bare)) return "a bare tree differs";
  }
  return "";
}

}  // namespace trunklift::test
