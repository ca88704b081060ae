// Whether a schema is one of draft-04: its $schema, its keywords, their form.
#include "schema/form.h"

#include <array>
#include <string_view>

#include "schema/resolve.h"

namespace trunklift::schema {
namespace {

// What later drafts check and draft-04 passes over.
constexpr std::array<std::string_view, 16> later_keywords{
    "$anchor",
    "$dynamicRef",
    "$id",
    "$recursiveRef",
    "const",
    "contains",
    "dependentSchemas",
    "dependentRequired",
    "if",
    "maxContains",
    "minContains",
    "prefixItems",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties"};

bool is_draft4(std::string_view uri) {
  for (const std::string_view scheme : {"http", "https"}) {
    if (uri.starts_with(scheme) &&
        uri.substr(scheme.size()).starts_with("://json-schema.org/")) {
      uri.remove_prefix(scheme.size());
      return uri == "://json-schema.org/draft-04/schema" ||
             uri == "://json-schema.org/draft-04/schema#";
    }
  }
  return false;
}

// A schema within a schema has a check of its own.
void cut_recursion(Value& schema) {
  for (Member& member : members(schema)) {
    if (member.key == "$ref" && member.value.string_or_empty() == "#") {
      rename_member(schema, member, "type");
      member.value = Value::of(std::string_view("object"));
      return;
    }
    cut_recursion(member.value);
  }
  for (Value& item : items(schema)) cut_recursion(item);
}

Program compile_metaschema(const Value& metaschema) {
  Arena arena;
  Value shallow = arena.clone(metaschema);
  cut_recursion(shallow);
  return Program::compile(shallow);
}

}  // namespace

void check_dialect(const Value& schema, const std::string& location) {
  const Value* dialect = schema.find("$schema");
  if (!dialect || is_draft4(dialect->string_or_empty())) return;
  refuse_schema(location + "/$schema",
                "schemas are read as draft-04 says "
                "(http://json-schema.org/draft-04/schema#); this one says " +
                    to_json(*dialect));
}

void check_keywords(const Value& schema, const std::string& location) {
  for (const std::string_view keyword : later_keywords) {
    if (!schema.find(keyword)) continue;
    refuse_schema(
        location + "/" + std::string(keyword),
        "draft-04 has no such keyword, so that it would not be checked; a "
        "schema for which that is right says "
        "\"$schema\": \"http://json-schema.org/draft-04/schema#\"");
  }
}

FormCheck::FormCheck(const Value& metaschema)
    : program_(compile_metaschema(metaschema)), validator_(program_) {}

void FormCheck::check(const Value& schema, const std::string& location) {
  violations_.clear();
  if (validator_.validate(schema, &violations_)) return;
  const Violation& first = violations_.front();
  refuse_schema(location + first.pointer, first.message());
}

}  // namespace trunklift::schema
