// JSON Schema draft-04: compile a schema once, validate documents many times.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/value.h"

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

struct Options {
  // How the platform reads its own schemas: what has a `default` is never
  // missing, patterns are in its dialect (see ecma.h), and top-level members
  // that start with "_" or "pvt_" are invisible.
  bool platform = false;
  bool assert_formats = true;
};

// Finds the document that a `$ref` names, by absolute URI or file name without
// the fragment; nullptr when there is none. Called once for each document, the
// metaschema (draft4_uri) among them. The value has to live until
// `Program::compile` returns.
using Loader = std::function<const Value*(const std::string& uri)>;

struct Code;

// A compiled schema; immutable, so threads may share it.
class Program {
public:
  // Throws Error{Exit::usage} that names the place within the schema when the
  // schema is broken, a reference leads nowhere or runs in a circle, or a
  // pattern is not one. Keeps nothing of `schema`.
  static Program compile(const Value& schema, const Loader& loader = {},
                         Options options = {});
  ~Program();
  Program(Program&&) noexcept;
  Program& operator=(Program&&) noexcept;

private:
  friend class Validator;
  explicit Program(std::unique_ptr<const Code> code);
  std::unique_ptr<const Code> code_;
};

class Run;

// One a thread; the Program outlives it. As long as a document violates
// nothing, validating it allocates nothing (after warm-up; but for members in
// another order than those of an object they are compared with).
class Validator {
public:
  explicit Validator(const Program& program);
  ~Validator();
  Validator(Validator&&) noexcept;
  Validator& operator=(Validator&&) noexcept;

  // Whether the document conforms. Appends all violations to `out`, in document
  // order; with nullptr stops at the first. A failing anyOf, oneOf or not is
  // one violation. Each of duplicate members has to conform.
  //
  // What cannot be decided is a violation: of `pattern`, where a match needs
  // too many steps (see pattern.h), and of `$ref`, where schema and document
  // together need more than 50 million steps or 4,000 levels.
  bool validate(const Value& document, std::vector<Violation>* out);

private:
  std::unique_ptr<Run> run_;
};

// The metaschema and its URI, for a Loader to give.
inline constexpr std::string_view draft4_uri =
    "http://json-schema.org/draft-04/schema";
extern const std::string_view draft4_metaschema;

}  // namespace trunklift::schema
