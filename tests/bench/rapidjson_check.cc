// A peer of `check --schema FILE`: RapidJSON's reader into its validator, a
// document a line. Usage: rapidjson_check SCHEMA FILE FINDINGS
//
// It stops at the first violation of a document, which this version cannot do
// otherwise; trunklift and ajv find all of them. So the verdicts are compared,
// and RapidJSON has less to do for an invalid document.
#include <cstdio>
#include <memory>
#include <string>

// RapidJSON's own regex does not know \d and drops the pattern without a word;
// std::regex is used once the own one is off. (RAPIDJSON_SCHEMA_USE_STDREGEX
// stays alone: in RapidJSON 1.1 defining it to anything means no regex at all.)
#define RAPIDJSON_SCHEMA_USE_INTERNALREGEX 0
#include <rapidjson/reader.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

#include "lines.h"

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string read_text(const char* path) {
  const trunklift::bench::File file(path);
  std::string text(file.size(), '\0');
  file.read(text.data(), 0, text.size());
  return text;
}

bool is_valid(const rapidjson::SchemaDocument& schema, std::string text) {
  rapidjson::SchemaValidator validator(schema);
  rapidjson::Reader reader;
  rapidjson::InsituStringStream stream(text.data());
  return !reader.Parse<rapidjson::kParseInsituFlag>(stream, validator)
              .IsError() &&
         validator.IsValid();
}

// Whether this build sees patterns with \d.
bool knows_patterns() {
  rapidjson::Document json;
  json.Parse(R"({"patternProperties":{"^\\+?\\d*$":{"type":"object"}}})");
  const rapidjson::SchemaDocument schema(json);
  return is_valid(schema, R"({"a":1})") && !is_valid(schema, R"({"+1":1})");
}

std::string text_of(const rapidjson::Pointer& pointer) {
  rapidjson::StringBuffer buffer;
  pointer.Stringify(buffer);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  if (!knows_patterns()) {
    std::fputs("rapidjson_check: patterns are dropped, verdicts are wrong\n",
               stderr);
    return 1;
  }
  rapidjson::Document json;
  if (json.Parse(read_text(argv[1]).c_str()).HasParseError()) return 2;
  const rapidjson::SchemaDocument schema(json);
  const File findings(std::fopen(argv[3], "w"), &std::fclose);
  if (!findings) return 2;
  rapidjson::SchemaValidator validator(schema);
  rapidjson::Reader reader;
  std::size_t documents = 0, invalid = 0, broken = 0;
  const auto check = [&](char* line, std::size_t size, std::size_t offset) {
    ++documents;
    line[size] = '\0';  // in place of the newline
    rapidjson::InsituStringStream stream(line);
    validator.Reset();
    const auto result =
        reader.Parse<rapidjson::kParseInsituFlag>(stream, validator);
    if (validator.IsValid()) {
      broken += result.IsError();
      return;
    }
    ++invalid;
    std::fprintf(findings.get(),
                 R"({"offset":%zu,"keyword":"%s","pointer":"%s"})"
                 "\n",
                 offset, validator.GetInvalidSchemaKeyword(),
                 text_of(validator.GetInvalidDocumentPointer()).c_str());
  };
  trunklift::bench::File file(argv[2]);
  trunklift::bench::for_each_line(file, 1, check);
  std::printf(R"({"documents":%zu,"invalid":%zu,"broken":%zu})"
              "\n",
              documents, invalid, broken);
}
