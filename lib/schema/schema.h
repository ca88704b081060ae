// JSON Schema draft-04: compile a schema once, validate documents many times.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/value.h"
#include "schema/options.h"
#include "schema/violation.h"

namespace trunklift::schema {

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
