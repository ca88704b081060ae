// The public face of the schema engine.
#include "schema/schema.h"

#include <utility>

#include "schema/code.h"
#include "schema/run.h"

namespace trunklift::schema {

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
