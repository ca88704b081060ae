// How a schema is read.
#pragma once

#include <functional>
#include <string>

#include "model/value.h"

namespace trunklift::schema {

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

}  // namespace trunklift::schema
