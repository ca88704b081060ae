// What a schema asserts, and what is said of a document that breaks it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trunklift::schema {

// The assertions of draft-04 by name. `ref` stands for a validation that was
// given up: see Validator.
enum class Keyword : std::uint8_t {
  type,
  enum_,
  multiple_of,
  maximum,
  exclusive_maximum,
  minimum,
  exclusive_minimum,
  max_length,
  min_length,
  pattern,
  format,
  additional_items,
  max_items,
  min_items,
  unique_items,
  max_properties,
  min_properties,
  required,
  pattern_properties,
  additional_properties,
  dependencies,
  any_of,
  one_of,
  not_,
  ref,
};

// As a schema spells it: "type", "enum", "minLength", ...
std::string_view keyword_name(Keyword keyword);

struct Violation {
  Keyword keyword;
  // RFC 6901; of `required`, that of what is missing; see most_of_pointer.
  std::string pointer;
  std::string expected;  // from the schema: "integer", "at least 1 character"
  // Only the type and size of the value: values may be secrets.
  std::string found;

  // "expected ..., found ...".
  std::string message() const;
};

}  // namespace trunklift::schema
