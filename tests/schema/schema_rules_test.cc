// The project's own schemas: valid, and what the reference page says.
#include <catch2/catch.hpp>
#include <set>

#include "support.h"

namespace trunklift::schema::test {
namespace {

// "string(1..35) false": type, default and `required` of a row, by its key.
using Rows = std::map<std::string, std::string>;

const Value& followed(const Value& root, const Value& schema) {
  const Value* ref = schema.find("$ref");
  if (!ref) return schema;
  constexpr std::string_view definitions = "#/definitions/";
  return *root.find("definitions")
              ->find(ref->string().substr(definitions.size()));
}

std::string bounds_of(const Value& root, const Value& schema) {
  const Value* choices = schema.find("enum");
  std::string out;
  if (choices) {
    for (const Value& choice : items(*choices)) {
      out += (out.empty() ? "'" : " | '") + std::string(choice.string()) + "'";
    }
    return out;
  }
  if (const Value* of_items = schema.find("items")) {
    const Value& item = followed(root, *of_items);
    return std::string(item.find("type")->string()) + "()";
  }
  const Value* min = schema.find("minLength");
  const Value* max = schema.find("maxLength");
  if (min || max) {
    out = (min ? min->number_text() : "0") + "..";
    if (max) out += max->number_text();
  }
  return out;
}

void add_rows(Rows& rows, const Value& root, const Value& schema,
              const std::string& path);

void add_row(Rows& rows, const Value& root, const Value& property,
             const std::string& path, bool required) {
  const Value& schema = followed(root, property);
  std::string row(schema.find("type")->string());
  row += "(" + bounds_of(root, schema) + ")";
  if (const Value* preset = schema.find("default")) {
    row += " " + (preset->is(Type::string) ? std::string(preset->string())
                                           : to_json(*preset));
  }
  rows[path] = row + (required ? " true" : " false");
  add_rows(rows, root, schema, path + ".");
}

void add_rows(Rows& rows, const Value& root, const Value& schema,
              const std::string& path) {
  std::set<std::string_view> required;
  if (const Value* names = schema.find("required")) {
    for (const Value& name : items(*names)) required.insert(name.string());
  }
  if (const Value* list = schema.find("properties")) {
    for (const Member& m : members(*list)) {
      add_row(rows, root, m.value, path + std::string(m.key),
              required.count(m.key) > 0);
    }
  }
  if (const Value* list = schema.find("patternProperties")) {
    for (const Member& m : members(*list)) {
      add_row(rows, root, m.value, path + "/" + std::string(m.key) + "/",
              false);
    }
  }
  if (const Value* of_items = schema.find("items")) {
    const Value& item = followed(root, *of_items);
    // The page gives a row to the items only where they are strings.
    if (item.find("type")->string() == "string") {
      add_row(rows, root, item, path + "[]", false);
    } else {
      add_rows(rows, root, item, path + "[].");
    }
  }
}

// The rows of the platform's reference page: by key its type, default and
// whether it is required.
Rows page_rows(const std::filesystem::path& page) {
  Rows rows;
  for (const std::string& line : lines_of(page)) {
    const std::size_t tab = line.find('\t');
    rows[line.substr(0, tab)] = line.substr(tab + 1);
  }
  return rows;
}

}  // namespace

TEST_CASE("the rule schemas are valid draft-04", "[schema][rules]") {
  const Program metaschema = compile(draft4_metaschema);
  for (const char* name : {"connectivity-4.3", "connectivity", "trunkstore"}) {
    INFO(name);
    const Json schema = rule_schema(name);
    CHECK(places(violations(metaschema, *schema)).empty());
    CHECK_NOTHROW(Program::compile(*schema, {}, {.platform = true}));
    CHECK(schema->find("$schema")->string() == std::string(draft4_uri) + "#");
  }
}

TEST_CASE("connectivity-4.3 holds exactly the rows of the page",
          "[schema][rules]") {
  const Json schema = rule_schema("connectivity-4.3");
  Rows rows;
  add_rows(rows, *schema, *schema, "");
  CHECK(rows == page_rows(platform_dir() / "connectivity.tsv"));
  CHECK(rows.size() == 55);
}

TEST_CASE("today's connectivity differs from the page in five facts",
          "[schema][rules]") {
  const Program old = Program::compile(*rule_schema("connectivity-4.3"), {},
                                       {.platform = true});
  const Program today =
      Program::compile(*rule_schema("connectivity"), {}, {.platform = true});
  const Json format(
      R"({"servers":[{"auth":{},"options":{"inbound_format":"strip_plus"}}]})");
  CHECK(places(violations(old, *format)) ==
        std::vector<std::string>{"/servers/0/options/inbound_format enum"});
  CHECK(violations(today, *format).empty());
  const Json numbers(R"({"account":{"trunks":-1},
    "servers":[{"auth":{},"server_id":"short",
                "options":{"progress_timeout":0}}]})");
  CHECK(violations(old, *numbers).empty());
  CHECK(places(violations(today, *numbers)) ==
        std::vector<std::string>{
            "/account/trunks minimum", "/servers/0/server_id minLength",
            "/servers/0/options/progress_timeout minimum"});
}

TEST_CASE("trunkstore is the strict form", "[schema][rules]") {
  const Program program =
      Program::compile(*rule_schema("trunkstore"), {}, {.platform = true});
  const Json document(R"({"pvt_type":"sys_info","type":"sys_info",
    "account":{"auth_realm":"a.example","credits":{"prepay":1.5},"trunks":1},
    "servers":[{"auth":{"auth_method":"IP","auth_user":"u"},
                "DIDs":{"4155550100":{"failover":1},
                        "+14155550100":{"failover":1}}}]})");
  CHECK(places(violations(program, *document)) ==
        std::vector<std::string>{"/servers/0/auth/auth_method enum",
                                 "/servers/0/auth/auth_password required",
                                 "/servers/0/DIDs/+14155550100/failover type"});
}

}  // namespace trunklift::schema::test
