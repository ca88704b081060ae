// Which schema a `$ref` means: documents, ids and base URIs.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/value.h"
#include "schema/schema.h"

namespace trunklift::schema {

// Throws Error{Exit::usage}: "cannot use the schema at <where>: <reason>".
[[noreturn]] void refuse_schema(const std::string& where,
                                const std::string& reason);

// Knows the schemas of all documents that were asked for.
class Resolver {
public:
  // Both outlive the Resolver.
  Resolver(const Value& root, const Loader& loader);

  // The schema that `schema` stands for: itself, or what its `$ref` leads to.
  const Value& target(const Value& schema);

  // Where a schema is, for messages: "#/properties/name", with the URI of its
  // document before the '#' where that has one.
  const std::string& location(const Value& schema) const;

  // All schemas of all documents asked for so far, by location.
  std::vector<std::pair<const std::string*, const Value*>> all_schemas() const;

private:
  struct Known {
    std::string base;  // URI that references in it are relative to
    std::string location;
  };

  // Registers a schema and those within it.
  void scan(const Value& schema, const std::string& base,
            const std::string& location);
  void scan_children(const Value& schema, const std::string& base,
                     const std::string& location);
  const Value& follow(const Value& schema);
  const Value& document(const std::string& uri, const std::string& where);
  const Value& walk(const Value& document, std::string_view pointer,
                    const std::string& where);

  const Loader& loader_;
  std::unordered_map<const Value*, Known> known_;
  std::unordered_map<std::string, const Value*> by_uri_;
  // Where references led, all the way.
  std::unordered_map<const Value*, const Value*> targets_;
};

}  // namespace trunklift::schema
