// What a schema asserts, and what is said of a document that breaks it.
#include "schema/violation.h"

#include <array>

namespace trunklift::schema {

std::string_view keyword_name(Keyword keyword) {
  constexpr std::array<std::string_view, 25> names{"type",
                                                   "enum",
                                                   "multipleOf",
                                                   "maximum",
                                                   "exclusiveMaximum",
                                                   "minimum",
                                                   "exclusiveMinimum",
                                                   "maxLength",
                                                   "minLength",
                                                   "pattern",
                                                   "format",
                                                   "additionalItems",
                                                   "maxItems",
                                                   "minItems",
                                                   "uniqueItems",
                                                   "maxProperties",
                                                   "minProperties",
                                                   "required",
                                                   "patternProperties",
                                                   "additionalProperties",
                                                   "dependencies",
                                                   "anyOf",
                                                   "oneOf",
                                                   "not",
                                                   "$ref"};
  static_assert(names.size() == static_cast<std::size_t>(Keyword::ref) + 1);
  return names.at(static_cast<std::size_t>(keyword));
}

std::string Violation::message() const {
  return "expected " + expected + ", found " + found;
}

}  // namespace trunklift::schema
