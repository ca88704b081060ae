// Normalization rules as data, compiled: what to do at which place.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/finding.h"
#include "model/pointer.h"
#include "model/value.h"

namespace trunklift::normalize {

// The closed vocabulary. A step either works on the value at its path, before
// its children are visited, or on the members of the object at its path, after
// they were.
enum class Op : std::uint8_t {
  // on a value
  drop,    // remove it, if it is one of `when`
  cast,    // to integer, boolean, object, list, array or keys
  trim,    // blanks around text
  alias,   // text by table, `otherwise` for what the table lacks
  split,   // comma text -> array of text
  unique,  // array without repeats
  // on an object
  rename,   // member `from` -> `to`, where `to` is absent
  move,     // value at `from` -> `to` (two levels), where `to` is absent
  fold,     // drop `from`, where it equals `to`
  standby,  // add `to` with `value`, where it is absent and `from` one of
            // `when`
  part,     // "host:port" in `from` -> port in `to`, where that is absent
  blank,    // caller id of empty halves only -> {"blank": true}
  number,   // members named by their number as the platform looks it up
  unname,   // remove members whose names are `only` words for nothing
};

// Which texts a step is about.
enum class Only : std::uint8_t {
  anything,
  undefined,  // see is_undefined
  undefined_address,
  placeholder,  // see is_placeholder
};

enum class Cast : std::uint8_t {
  integer,
  boolean,
  text,    // of an integer
  object,  // {} for one of `when`
  list,    // {"X-A": "1"} -> [{"X-A": "1"}]
  array,   // {"0": a, "1": b} -> [a, b]
  keys,    // ["+1..."] -> {"+1...": {}}
};

// What a value is, as a set of bits, so that `when` is one test.
enum Shape : std::uint16_t {
  shape_null = 1,
  shape_false = 2,
  shape_true = 4,
  shape_number = 8,
  shape_empty_string = 16,
  shape_string = 32,  // not empty
  shape_empty_array = 64,
  shape_array = 128,
  shape_empty_object = 256,
  shape_object = 512,
};
inline Shape shape_of(const Value& value) {
  const auto sized = [&](Shape empty, Shape other) {
    return value.size ? other : empty;
  };
  switch (value.type) {
    case Type::null: return shape_null;
    case Type::boolean: return value.truth ? shape_true : shape_false;
    case Type::integer:
    case Type::real:
    case Type::big: return shape_number;
    case Type::string: return sized(shape_empty_string, shape_string);
    case Type::array: return sized(shape_empty_array, shape_array);
    case Type::object: return sized(shape_empty_object, shape_object);
  }
  return shape_null;
}

// A path of one or two member names, relative to an object.
struct Path {
  Key first;
  Key second;  // "" if there is only one

  // What it leads to in `object`, or nullptr.
  Value* in(const Value& object) const {
    Value* value = object.find(first);
    if (value && !second.empty()) value = value->find(second);
    return value;
  }
};

struct Step {
  const Rule* rule;
  Fix fix = Fix::none;  // the rule's, if the step says nothing else
  Op op;
  Cast to_type{};
  bool ignore_case = false;
  std::uint16_t when = 0;
  // What nothing is done without: of a step on a value, one of these shapes; of
  // one on members, all of these keys (Value::keys).
  std::uint16_t shapes = 0;
  std::uint64_t keys = 0;
  Path from, to;
  std::string_view value;  // the standby's value
  std::optional<std::string_view> otherwise;
  std::uint16_t otherwise_when = 0;
  std::vector<std::pair<std::string_view, std::string_view>> aliases;
  Only only = Only::anything;
  // Only where the member `if_key` is the text `if_value`, and where `beside`
  // is there.
  Path if_key;
  std::string_view if_value;
  Path beside;
};

struct Node {
  std::vector<std::pair<Key, std::uint32_t>> children;
  // Places in `children`, plus 1, by the key's hash; open addressing.
  std::vector<std::uint8_t> places;
  std::uint32_t any = 0;  // child for every member or item; 0: none
  std::vector<Step> on_value;
  std::vector<Step> on_members;
  std::uint16_t shapes = 0;  // of all steps on the value
  bool is_leaf = true;       // whatever is in the value is left alone

  // The child for `key`, or 0.
  std::uint32_t child(const Key& key) const {
    if (places.empty()) return any;
    for (std::size_t at = key.hash();; ++at) {
      const std::uint8_t place = places[at & (places.size() - 1)];
      if (place == 0) return any;
      if (children[place - 1U].first == key) return children[place - 1U].second;
    }
  }
  // Once all children and steps are known.
  void index();
};

// Immutable after compile; shared by all threads.
class Program {
public:
  // `data` is {"rules": [{id, slug, severity, summary, steps}]}, with what else
  // a Rule says of itself; see rules/normalize. Throws Error(usage) on anything
  // it does not know.
  static Program compile(const Value& data);

  const Node& root() const { return nodes_[0]; }
  const Node& node(std::uint32_t index) const { return nodes_[index]; }
  const std::deque<Rule>& rules() const { return rules_; }

private:
  Rule record_of(const Value& data);
  void add_step(const Rule& rule, const Value& data);
  std::uint32_t node_at(std::string_view path);

  std::unique_ptr<Arena> text_;  // owns every view below
  std::deque<Rule> rules_;
  std::vector<Node> nodes_;
};

// Whether a step may be taken at a place: the value that it works on, or the
// object whose members it does.
using MayChange = std::function<bool(const Step& step, const Place& place)>;

}  // namespace trunklift::normalize
