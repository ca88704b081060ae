// From schemas as they are written to the flat program.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/code.h"
#include "schema/resolve.h"

namespace trunklift::schema {

class Compiler {
public:
  Compiler(const Value& root, const Loader& loader, Options options);
  std::unique_ptr<const Code> run();

private:
  // The node of a schema. It is filled in later: schemas wait in a queue, so
  // that no depth of nesting or of references is too much.
  Index node_of(const Value& schema);
  // The same for what applies to the very value `from` applies to.
  Index node_in_place(Index from, const Value& schema);
  void fill(Index index, const Value& schema);

  // Keywords by what they apply to: compile.cc.
  void type(Node& node, const Value& schema);
  void choice(Node& node, const Value& schema);
  void number(Node& node, const Value& schema);
  void string(Node& node, const Value& schema);
  // compile_containers.cc.
  void array(Node& node, const Value& schema);
  void object(Node& node, const Value& schema);
  void logic(Index index, Node& node, const Value& schema);

  // The names an object's rules ask for, before they become a KeyTable.
  struct Names;
  void properties(Names& names, const Value& schema);
  void required(Names& names, ObjectRules& rules, const Value& schema);
  void dependencies(Names& names, ObjectRules& rules, Index index,
                    const Value& schema);
  bool has_default(const Value& schema, std::string_view property);
  Range nodes_of(const Value& list, Index in_place_of);
  Index additional(const Value& schema, const char* keyword);

  // Typed reads of a keyword, nullptr or a default where it is absent; of
  // another type, they throw.
  const Value* read(const Value& schema, const char* keyword, Type type);
  const Value* read_number(const Value& schema, const char* keyword);
  bool read_flag(const Value& schema, const char* keyword);
  std::size_t read_size(const Value& schema, const char* keyword,
                        std::size_t absent);
  [[noreturn]] void refuse(const Value& schema, std::string_view keyword,
                           const std::string& reason) const;

  Index constant(const Value& value);
  Index text(std::string text);
  Index pattern(const Value& schema, std::string_view keyword,
                std::string_view source);

  // Refuses schemas that apply to a value without end, or nearly so.
  void check_in_place() const;

  // Refuses schemas that are none of draft-04, those that no document meets
  // included. Whether they have the form that the metaschema asks for is only
  // known where the Loader has the metaschema.
  void check_form();

  std::unique_ptr<Code> code_;
  const Loader& loader_;
  Resolver resolver_;
  const Value& root_;
  std::unordered_map<const Value*, Index> node_by_schema_;
  std::unordered_map<std::string, Index> pattern_by_source_;
  std::vector<const Value*> schemas_;  // by node; the tail waits to be filled
  std::vector<std::vector<Index>> in_place_;  // by node
};

}  // namespace trunklift::schema
