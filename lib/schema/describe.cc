// The words of violations.
#include "schema/describe.h"

#include "base/decimal.h"
#include "base/shortened.h"
#include "base/text.h"

namespace trunklift::schema {

std::string counted(std::size_t count, std::string_view noun) {
  std::string out = std::to_string(count) + " ";
  out += noun;
  if (count != 1) out += 's';
  return out;
}

std::string found_text(const Value& value) {
  switch (value.type) {
    case Type::null: return "null";
    case Type::boolean: return "a boolean";
    case Type::integer: return "an integer";
    case Type::real: return "a number";
    case Type::big:
      return is_integer_literal(value.string()) ? "an integer" : "a number";
    case Type::string:
      return "a string of " + counted(code_points(value.string()), "character");
    case Type::array: return "an array of " + counted(value.size, "item");
    case Type::object: return "an object of " + counted(value.size, "member");
  }
  return "";
}

std::string choices_text(const Value& choices) {
  constexpr std::uint32_t most = 20;
  std::string out = choices.size > 1 ? "one of " : "";
  if (choices.size == 0) return "nothing at all";
  for (std::uint32_t i = 0; i < choices.size; ++i) {
    if (i == most) {
      return out + " or " + std::to_string(choices.size - most) + " more";
    }
    if (i > 0) out += ", ";
    const Value& choice = choices.items[i];
    const bool plain = choice.is(Type::string) && choice.size > 0;
    out += shortened(plain ? std::string(choice.string()) : to_json(choice));
  }
  return out;
}

}  // namespace trunklift::schema
