// Which schema a `$ref` means: documents, ids and base URIs.
#include "schema/resolve.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "model/pointer.h"
#include "schema/uri.h"

namespace trunklift::schema {
namespace {

// What the value of a keyword holds; other keywords hold no schemas, whatever
// they look like (an `enum` of objects with an `id`, for example).
constexpr std::array<std::string_view, 4> maps{
    "properties", "patternProperties", "definitions", "dependencies"};
constexpr std::array<std::string_view, 4> lists{"allOf", "anyOf", "oneOf",
                                                "items"};
constexpr std::array<std::string_view, 4> schemas{
    "not", "items", "additionalItems", "additionalProperties"};

bool is_one_of(std::string_view key,
               const std::array<std::string_view, 4>& list) {
  return std::find(list.begin(), list.end(), key) != list.end();
}

const Value* reference_of(const Value& schema) {
  const Value* ref = schema.find("$ref");
  return ref && ref->is(Type::string) ? ref : nullptr;
}

std::string below(const std::string& location, std::string_view token) {
  std::string out = location;
  append_token(out, token);
  return out;
}

}  // namespace

void refuse_schema(const std::string& where, const std::string& reason) {
  throw Error{Exit::usage, "use", "the schema at " + where, reason};
}

Resolver::Resolver(const Value& root, const Loader& loader) : loader_(loader) {
  by_uri_.emplace("", &root);
  scan(root, "", "#");
}

void Resolver::scan(const Value& schema, const std::string& base,
                    const std::string& location) {
  if (!schema.is(Type::object)) return;
  std::string inner = base;
  const Value* id = schema.find("id");
  // Beside `$ref`, `id` is ignored like everything else.
  if (id && id->is(Type::string) && !reference_of(schema)) {
    const std::string uri = resolve_uri(base, id->string());
    const auto [document, fragment] = split_fragment(uri);
    // The first of several wins.
    if (fragment.empty()) {
      inner = document;
      by_uri_.emplace(inner, &schema);
    } else {
      by_uri_.emplace(uri, &schema);
    }
  }
  if (!known_.emplace(&schema, Known{inner, location}).second) return;
  scan_children(schema, inner, location);
}

void Resolver::scan_children(const Value& schema, const std::string& base,
                             const std::string& location) {
  for (const Member& member : members(schema)) {
    const Value& value = member.value;
    if (value.is(Type::object) && is_one_of(member.key, maps)) {
      const std::string map = below(location, member.key);
      for (const Member& inner : members(value)) {
        scan(inner.value, base, below(map, inner.key));
      }
    } else if (value.is(Type::array) && is_one_of(member.key, lists)) {
      const std::string list = below(location, member.key);
      for (std::uint32_t i = 0; i < value.size; ++i) {
        scan(value.items[i], base, below(list, std::to_string(i)));
      }
    } else if (is_one_of(member.key, schemas)) {
      scan(value, base, below(location, member.key));
    }
  }
}

const std::string& Resolver::location(const Value& schema) const {
  return known_.at(&schema).location;
}

std::vector<std::pair<const std::string*, const Value*>> Resolver::all_schemas()
    const {
  std::vector<std::pair<const std::string*, const Value*>> out;
  for (const auto& [schema, known] : known_) {
    out.emplace_back(&known.location, schema);
  }
  std::sort(out.begin(), out.end(),
            [](auto& a, auto& b) { return *a.first < *b.first; });
  return out;
}

const Value& Resolver::target(const Value& schema) {
  const Value* at = &schema;
  std::set<const Value*> seen;
  while (reference_of(*at)) {
    if (!seen.insert(at).second) {
      refuse_schema(location(schema), "its $ref leads back to itself");
    }
    const auto known = targets_.find(at);
    at = known == targets_.end() ? &follow(*at) : known->second;
  }
  for (const Value* reference : seen) targets_.emplace(reference, at);
  return *at;
}

const Value& Resolver::follow(const Value& schema) {
  const Known& from = known_.at(&schema);
  const std::string where = from.location;
  const std::string uri =
      resolve_uri(from.base, reference_of(schema)->string());
  const auto [document_uri, raw_fragment] = split_fragment(uri);
  const auto fragment = percent_decoded(raw_fragment);
  if (!fragment) refuse_schema(where, "its $ref is not a URI");
  const Value& found = document(std::string(document_uri), where);
  if (fragment->empty()) return found;
  if (fragment->front() == '/') return walk(found, *fragment, where);
  const auto named = by_uri_.find(uri);
  if (named == by_uri_.end()) {
    refuse_schema(where, "no schema has the id " + json_string(uri));
  }
  return *named->second;
}

const Value& Resolver::document(const std::string& uri,
                                const std::string& where) {
  const auto known = by_uri_.find(uri);
  if (known != by_uri_.end()) return *known->second;
  const Value* found = loader_ ? loader_(uri) : nullptr;
  if (!found) refuse_schema(where, "there is no schema " + json_string(uri));
  if (!found->is(Type::object)) {
    refuse_schema(uri + "#", "a schema is an object");
  }
  by_uri_.emplace(uri, found);
  scan(*found, uri, uri + "#");
  return *found;
}

const Value& Resolver::walk(const Value& document, std::string_view pointer,
                            const std::string& where) {
  const Value* at = &document;
  Known known = known_.at(at);
  for (const std::string& token : tokens_of(pointer)) {
    at = child_of(*at, token);
    if (!at) refuse_schema(where, "its $ref leads nowhere");
    append_token(known.location, token);
    // A place that no keyword makes a schema still has a base: its parent's.
    append_token(known.location, token);
    if (const auto found = known_.find(at); found != known_.end()) {
      known = found->second;
    }
  }
  if (!at->is(Type::object)) {
    refuse_schema(where, "its $ref does not lead to an object");
  }
  scan(*at, known.base, known.location);
  return *at;
}

}  // namespace trunklift::schema
