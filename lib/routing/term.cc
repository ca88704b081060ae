// Nothing here knows what a trunkstore document is.
#include "routing/term.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include "base/text.h"

namespace trunklift::routing {
namespace {

// number < atom < tuple (an object) < list (an array) < binary (a text)
int order_of(Type type) {
  switch (type) {
    case Type::integer:
    case Type::real:
    case Type::big: return 0;
    case Type::null:
    case Type::boolean: return 1;
    case Type::object: return 2;
    case Type::array: return 3;
    case Type::string: return 4;
  }
  return 0;
}

double real_of(const Value& value) {
  if (value.is(Type::integer)) return static_cast<double>(value.integer);
  if (value.is(Type::real)) return value.real;
  return std::strtod(std::string(value.string()).c_str(), nullptr);
}

std::string_view atom_of(const Value& value) {
  return value.is(Type::null) ? "null" : value.truth ? "true" : "false";
}

template <typename T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_numbers(const Value& a, const Value& b) {
  if (a.is(Type::integer) && b.is(Type::integer)) {
    return three_way(a.integer, b.integer);
  }
  return three_way(real_of(a), real_of(b));
}

int compare_objects(const Value& a, const Value& b) {
  const ScriptMembers left(a), right(b);
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (const int keys = three_way(left[i].key, right[i].key)) return keys;
    if (const int values = compare(left[i].value, right[i].value)) {
      return values;
    }
  }
  return three_way(left.size(), right.size());
}

int compare_arrays(const Value& a, const Value& b) {
  for (std::uint32_t i = 0; i < std::min(a.size, b.size); ++i) {
    if (const int result = compare(a.items[i], b.items[i])) return result;
  }
  return three_way(a.size, b.size);
}

// The names that JavaScript takes for array indexes: below 2^32 - 1, without a
// leading zero.
std::optional<std::uint32_t> script_index(std::string_view name) {
  if (name.size() > 10 || !all_digits(name)) return {};
  if (name.size() > 1 && name[0] == '0') return {};
  std::uint64_t index = 0;
  std::from_chars(name.data(), name.data() + name.size(), index);
  if (index >= 0xffffffff) return {};
  return static_cast<std::uint32_t>(index);
}

}  // namespace

Term get(Term from, const Key& key) {
  if (!from || from->is(Type::array)) return nullptr;
  if (!from->is(Type::object)) throw Crash();
  return from->find(key);
}

Term get_object(Term from, const Key& key) {
  if (!from || !from->is(Type::object)) throw Crash();
  const Term found = from->find(key);
  return found && found->is(Type::object) ? found : nullptr;
}

Term find(const Key& key, Term first, Term second) {
  for (const Term from : {first, second}) {
    if (!from) continue;
    if (const Term found = from->find(key)) return found;
  }
  return nullptr;
}

bool is_true(Term term) {
  if (!term) return false;
  return term->is(Type::boolean) ? term->truth
                                 : term->string_or_empty() == "true";
}

bool is_empty_text(Term term) {
  return term && term->is(Type::string) && term->size == 0;
}

bool is_filled_object(Term term) {
  return term && term->is(Type::object) && term->size > 0;
}

void append_bytes(std::string& out, const Value& array) {
  for (const Value& item : items(array)) {
    switch (item.type) {
      case Type::string: out += item.string(); break;
      case Type::array: append_bytes(out, item); break;
      case Type::integer:
        if (item.integer < 0 || item.integer > 255) throw Crash();
        out += static_cast<char>(item.integer);
        break;
      default: throw Crash();
    }
  }
}

std::string bytes_of(const Value& value) {
  switch (value.type) {
    case Type::string: return std::string(value.string());
    case Type::null:
    case Type::boolean: return std::string(atom_of(value));
    case Type::object: return to_json(value);
    case Type::array: {
      std::string out;
      append_bytes(out, value);
      return out;
    }
    default: break;
  }
  return script_number(value);
}

std::string script_number(const Value& value) {
  constexpr std::int64_t exact = std::int64_t{1} << 53;
  if (value.is(Type::integer) && value.integer >= -exact &&
      value.integer <= exact) {
    return std::to_string(value.integer);
  }
  const double real = real_of(value);
  if (!std::isfinite(real)) return "null";
  constexpr double without_exponent = 1e21;
  std::string out = fmt::format("{}", real == 0 ? 0.0 : real);
  if (std::abs(real) >= without_exponent) return out;
  const std::size_t exponent = out.find("e+");
  if (exponent == std::string::npos) return out;
  // The shortest digits, and zeros behind them.
  const std::size_t places = std::stoul(out.substr(exponent + 2));
  out.resize(exponent);
  const std::size_t point = out.find('.');
  const std::size_t decimals =
      point == std::string::npos ? 0 : out.size() - point - 1;
  if (point != std::string::npos) out.erase(point, 1);
  return out.append(places - decimals, '0');
}

void append_script_json(std::string& out, const Value& value) {
  if (value.is_number()) {
    out += script_number(value);
  } else if (value.is(Type::array)) {
    out += '[';
    for (std::uint32_t i = 0; i < value.size; ++i) {
      if (i > 0) out += ',';
      append_script_json(out, value.items[i]);
    }
    out += ']';
  } else if (value.is(Type::object)) {
    out += '{';
    const ScriptMembers members(value);
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (i > 0) out += ',';
      append_json_string(out, members[i].key);
      out += ':';
      append_script_json(out, members[i].value);
    }
    out += '}';
  } else {
    append_json(out, value);
  }
}

ScriptMembers::ScriptMembers(const Value& object)
    : first_(object.is(Type::object) ? object.members : nullptr),
      count_(object.is(Type::object) ? object.size : 0) {
  const auto is_index = [](const Member& member) {
    return script_index(member.key).has_value();
  };
  if (std::none_of(first_, first_ + count_, is_index)) return;
  for (std::size_t i = 0; i < count_; ++i) sorted_.push_back(&first_[i]);
  std::stable_sort(
      sorted_.begin(), sorted_.end(), [](const Member* a, const Member* b) {
        const auto left = script_index(a->key), right = script_index(b->key);
        if (left && right) return *left < *right;
        return left.has_value() && !right;
      });
}

int compare(const Value& a, const Value& b) {
  if (const int types = three_way(order_of(a.type), order_of(b.type))) {
    return types;
  }
  switch (a.type) {
    case Type::null:
    case Type::boolean: return three_way(atom_of(a), atom_of(b));
    case Type::string: return three_way(a.string(), b.string());
    case Type::object: return compare_objects(a, b);
    case Type::array: return compare_arrays(a, b);
    default: return compare_numbers(a, b);
  }
}

std::optional<std::string> lookup_text(std::string_view name) {
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xc0 && byte <= 0xde && byte != 0xd7) return {};
  }
  return to_lower(name);
}

}  // namespace trunklift::routing
