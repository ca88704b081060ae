// Schemas are parsed with what they refer to; all that counts is hashed.
#include "options/compiled_plan.h"

#include <deque>
#include <filesystem>
#include <map>
#include <utility>

#include "base/error.h"
#include "base/hash.h"
#include "base/text_file.h"
#include "parse/parser.h"
#include "rules.h"

namespace trunklift {
namespace {

std::string read_file(const std::string& path) {
  return TextFile(path, {Exit::usage, "read schema",
                         "name a built-in schema or a file"})
      .rest();
}

// Keeps what it parsed: a compiler looks at several documents at a time.
class SchemaFiles {
public:
  explicit SchemaFiles(std::string directory)
      : directory_(std::move(directory)) {}

  const Value* parse(std::string_view text, const std::string& name) {
    hash_.add(name).add(text);
    parsers_.emplace_back();
    const Value* value = parsers_.back().parse_copy(text);
    if (!value) {
      throw Error(Exit::usage, "read schema", name,
                  "not JSON: " + parsers_.back().problem());
    }
    return value;
  }

  // What a $ref names: the metaschema, a built-in schema, or a file beside the
  // first. nullptr where there is none.
  const Value* load(const std::string& uri) {
    if (uri == schema::draft4_uri) {
      return parse(schema::draft4_metaschema, uri);
    }
    const std::string name = uri.substr(uri.rfind('/') + 1);
    const std::string_view built_in = rules::data_file("schema/" + name);
    if (!built_in.empty()) return parse(built_in, name);
    // The platform's schemas leave the ending out.
    for (const std::string& file : {name, name + ".json"}) {
      const auto path = std::filesystem::path(directory_) / file;
      if (std::filesystem::exists(path)) {
        return parse(read_file(path.string()), file);
      }
    }
    return nullptr;
  }

  // The hash of all that was parsed.
  Hash128 hash() const { return hash_.finish(); }

private:
  FieldHash hash_;
  std::string directory_;
  std::deque<Parser> parsers_;
};

std::unique_ptr<schema::Program> compile_schema(const std::string& name,
                                                bool built_in, Hash128& hash) {
  SchemaFiles files(std::filesystem::path(name).parent_path());
  const Value* root =
      built_in ? files.parse(rules::data_file("schema/" + name + ".json"), name)
               : files.parse(read_file(name), name);
  auto out = std::make_unique<schema::Program>(schema::Program::compile(
      *root, [&](const std::string& uri) { return files.load(uri); },
      {.platform = built_in}));
  hash = files.hash();
  return out;
}

}  // namespace

CompiledPlan compile_plan(const Settings& settings, bool convert) {
  CompiledPlan out;
  const bool built_in =
      !rules::data_file("schema/" + settings.schema + ".json").empty();
  Hash128 schema_hash;
  out.schema = compile_schema(settings.schema, built_in, schema_hash);
  out.rules = FieldHash()
                  .add(TRUNKLIFT_VERSION)
                  .add(rules_version())
                  .add(schema_hash.hex())
                  .finish()
                  .hex();
  out.normalization =
      std::make_unique<normalize::Program>(built_in_normalization());
  out.plan = {.schema = out.schema.get(),
              .generic = !built_in && !convert,
              .strict = settings.strict,
              .convert = convert,
              .explain_skips = settings.explain_skips,
              .max_depth = settings.max_depth,
              .normalization = out.normalization.get(),
              .rules = rules::all(),
              .account = settings.account,
              .max_document = settings.max_document};
  return out;
}

normalize::Program built_in_normalization() {
  Parser parser;
  const Value* rules =
      parser.parse_copy(rules::data_file("normalize/connectivity.json"));
  if (!rules) {
    throw Error(Exit::internal, "read", "normalization rules",
                parser.problem());
  }
  return normalize::Program::compile(*rules);
}

std::string rules_version() {
  FieldHash hash;
  for (const rules::DataFile& file : rules::data_files()) {
    hash.add(file.name).add(file.text);
  }
  return hash.finish().hex();
}

}  // namespace trunklift
