// What the tests of the schema engine share: JSON in, verdicts out.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parse/parser.h"
#include "schema/schema.h"

namespace trunklift::schema::test {

// A parsed text that owns what it needs.
class Json {
public:
  explicit Json(std::string_view text) : parser_(std::make_unique<Parser>()) {
    value_ = parser_->parse_copy(text);
    if (!value_) throw std::runtime_error("bad JSON: " + parser_->problem());
  }
  const Value& operator*() const { return *value_; }
  const Value* operator->() const { return value_; }

private:
  std::unique_ptr<Parser> parser_;
  const Value* value_;
};

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

inline std::filesystem::path source_dir() { return TRUNKLIFT_SOURCE_DIR; }

// What the platform does, and a public suite, as data: see its README.
inline std::filesystem::path platform_dir() {
  return source_dir() / "fixtures" / "platform";
}

inline Json rule_schema(const std::string& name) {
  return Json(read_file(source_dir() / "rules" / "schema" / (name + ".json")));
}

inline Program compile(std::string_view schema, Options options = {}) {
  return Program::compile(*Json(schema), {}, options);
}

inline std::vector<Violation> violations(const Program& program,
                                         const Value& document) {
  std::vector<Violation> out;
  const bool valid = Validator(program).validate(document, &out);
  const bool verdict = Validator(program).validate(document, nullptr);
  if (valid != out.empty() || verdict != valid) {
    throw std::runtime_error("verdict and violations disagree");
  }
  return out;
}

inline std::vector<Violation> violations(std::string_view schema,
                                         std::string_view document,
                                         Options options = {}) {
  const Program program = compile(schema, options);
  return violations(program, *Json(document));
}

inline bool valid(std::string_view schema, std::string_view document,
                  Options options = {}) {
  return violations(schema, document, options).empty();
}

// "/a/b minLength" for each violation, in order.
inline std::vector<std::string> places(const std::vector<Violation>& list) {
  std::vector<std::string> out;
  for (const Violation& v : list) {
    out.push_back(v.pointer + " " + std::string(keyword_name(v.keyword)));
  }
  return out;
}

// What compiling throws, or "".
inline std::string refusal(std::string_view schema, const Loader& loader = {}) {
  const Json json(schema);
  try {
    Program::compile(*json, loader);
  } catch (const std::exception& e) {
    return e.what();
  }
  return "";
}

inline std::string nested(std::size_t depth, std::string_view open,
                          std::string_view core, std::string_view close) {
  std::string out;
  for (std::size_t i = 0; i < depth; ++i) out += open;
  out += core;
  for (std::size_t i = 0; i < depth; ++i) out += close;
  return out;
}

}  // namespace trunklift::schema::test
