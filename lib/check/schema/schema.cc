// The public face of the schema engine.
#include "check/schema/schema.h"

#include <array>
#include <utility>

#include "check/schema/code.h"
#include "check/schema/run.h"

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

Program::Program(std::unique_ptr<const Code> code) : code_(std::move(code)) {}
Program::~Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;

Program Program::compile(const Value& schema, const Loader& loader,
                         Options options) {
  return Program(compile_code(schema, loader, options));
}

Validator::Validator(const Program& program)
    : run_(std::make_unique<Run>(*program.code_)) {}
Validator::~Validator() = default;
Validator::Validator(Validator&&) noexcept = default;
Validator& Validator::operator=(Validator&&) noexcept = default;

bool Validator::validate(const Value& document, std::vector<Violation>* out) {
  return run_->validate(document, out);
}

}  // namespace trunklift::schema
