// Nothing here knows what a trunkstore document is.
#include "routing/term.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>
#include "base/text.h"

namespace trunklift::routing {

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
  const double real = script_real(value);
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

std::optional<std::string> lookup_text(std::string_view name) {
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xc0 && byte <= 0xde && byte != 0xd7) return {};
  }
  return to_lower(name);
}

}  // namespace trunklift::routing
