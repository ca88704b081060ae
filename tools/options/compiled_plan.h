// Compiles what a run checks against: schema, normalizations, rules.
#pragma once

#include <memory>
#include <string>

#include "command.h"
#include "pipeline/processor.h"

namespace trunklift {

// A Plan with what it points to.
struct CompiledPlan {
  Plan plan;
  std::unique_ptr<schema::Program> schema;
  std::unique_ptr<normalize::Program> normalization;
  // A hash of all that decides what becomes of a document: the program, the
  // schema and what it refers to, normalizations.
  std::string rules;
};

// `settings.schema` is the name of a built-in schema or else a file.
CompiledPlan compile_plan(const Settings& settings, bool convert);

normalize::Program built_in_normalization();

// A hash of the built-in schemas and normalizations.
std::string rules_version();

}  // namespace trunklift
