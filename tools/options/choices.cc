// The names are collected from the tables that define them.
#include "options/choices.h"

#include <algorithm>
#include <string_view>

#include "rules.h"

namespace trunklift {
namespace {

// Those of rules/schema, by name.
std::vector<Choice> schemas() {
  constexpr std::string_view folder = "schema/", ending = ".json";
  std::vector<Choice> out;
  for (const rules::DataFile& file : rules::data_files()) {
    std::string_view name = file.name;
    if (!name.starts_with(folder)) continue;
    name.remove_prefix(folder.size());
    name.remove_suffix(ending.size());
    out.push_back({std::string(name), ""});
  }
  std::sort(out.begin(), out.end(),
            [](const Choice& a, const Choice& b) { return a.name < b.name; });
  return out;
}

}  // namespace

const Choices& choices() {
  static const Choices all = {
      .formats =
          {
#define REPORT_FORMAT(name, is_data, summary) {#name, "PATH"},
#include "report/formats.def"
#undef REPORT_FORMAT
          },
      .targets =
          {
#define SINK(scheme, place) {#scheme, place},
#include "sink/sinks.def"
#undef SINK
          },
      .databases = {{"sqlite", "FILE"}},
      .servers = {{"postgresql", "//[USER@]HOST[:PORT]/DATABASE"}},
      .schemas = schemas(),
  };
  return all;
}

std::string listed(const std::vector<Choice>& list, char mark) {
  std::string out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) out += i + 1 == list.size() ? " or " : ", ";
    out += list[i].name;
    if (mark != 0) out += mark + list[i].place;
  }
  return out;
}

}  // namespace trunklift
