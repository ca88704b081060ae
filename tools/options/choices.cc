// The names that options accept and other parts of the house define.
#include "options/choices.h"

namespace trunklift {

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
      .schemas = {{"connectivity", ""},
                  {"connectivity-4.3", ""},
                  {"trunkstore", ""}},
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
