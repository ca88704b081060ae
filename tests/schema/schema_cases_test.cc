// Verdicts of the platform's own validator on the case documents: ours equal.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "support.h"

namespace trunklift::schema::test {
namespace {

namespace fs = std::filesystem;

// (dotted path, keyword), as the platform prints them.
using Errors = std::set<std::pair<std::string, std::string>>;

std::string dotted(std::string pointer) {
  if (!pointer.empty()) pointer.erase(0, 1);
  std::string out;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      out += '.';
    } else if (pointer[i] == '~') {
      out += pointer[++i] == '0' ? '~' : '/';
    } else {
      out += pointer[i];
    }
  }
  return out;
}

Errors ours(const Program& program, const Value& document) {
  Errors out;
  for (const Violation& v : violations(program, document)) {
    out.emplace(dotted(v.pointer), keyword_name(v.keyword));
  }
  return out;
}

Errors theirs(const Value& verdict) {
  Errors out;
  for (const Value& error : items(*verdict.find("errors"))) {
    out.emplace(error.find("path")->string(), error.find("rule")->string());
  }
  return out;
}

void compare(const Program& program, const fs::path& folder) {
  std::map<std::pair<std::string, std::string>, std::string> documents;
  for (const std::string& line : lines_of(folder / "cases.ndjson")) {
    const Json parsed(line);
    const std::string id(parsed->find("id")->string());
    const auto add = [&](const Value& document) {
      documents[{id, std::string(document.find("_id")->string())}] =
          to_json(document);
    };
    if (const Value* one = parsed->find("doc")) add(*one);
    if (const Value* many = parsed->find("docs")) {
      for (const Value& document : items(*many)) add(document);
    }
  }
  std::size_t compared = 0;
  for (const std::string& line : lines_of(folder / "validate.ndjson")) {
    const Json verdict(line);
    const std::string id(verdict->find("id")->string());
    const std::string name(verdict->find("doc")->string());
    INFO(id << " " << name);
    const Json document(documents.at({id, name}));
    const Errors found = ours(program, *document);
    CHECK(found.empty() == verdict->find("valid")->truth);
    CHECK(found == theirs(*verdict));
    ++compared;
  }
  CHECK(compared >= 120);
}

}  // namespace

TEST_CASE("connectivity gives the platform's verdicts on the case documents",
          "[schema][cases]") {
  const Program program =
      Program::compile(*rule_schema("connectivity"), {}, {.platform = true});
  for (const char* set : {"crafted", "random", "wild"}) {
    compare(program, platform_dir() / set);
  }
}

}  // namespace trunklift::schema::test
