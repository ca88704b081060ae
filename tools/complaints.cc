// What is said on standard error of inputs that were read.
#include "complaints.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/interrupt.h"
#include "base/text.h"

namespace trunklift {
namespace {

// Names of files and entries hold what anybody put there.
void say(std::string_view text) {
  std::fputs(("trunklift: " + printable(text) + "\n").c_str(), stderr);
}

void complain(const InputProblem& problem) {
  say(fmt::format("cannot read {}: {}", problem.name, problem.reason));
}

void complain_unmatched(const std::string& argument) {
  say(fmt::format("{} {}", argument,
                  std::filesystem::is_directory(argument) ? "holds no files"
                                                          : "matches no file"));
}

void complain_empty(const Reader::Empty& empty) {
  say(fmt::format("{} holds no documents{}", empty.first,
                  empty.count > 1
                      ? fmt::format(", nor do {} others", empty.count - 1)
                      : ""));
}

}  // namespace

bool were_read(const InputStreams& streams, const Reader& reader,
               std::uint64_t documents) {
  return documents > 0 && streams.problems().empty() &&
         streams.unmatched().empty() && reader.problems().empty();
}

bool complain_of_inputs(const Settings& settings, const InputStreams& streams,
                        const Reader& reader, std::uint64_t documents) {
  for (const auto* problems : {&streams.problems(), &reader.problems()}) {
    for (const InputProblem& problem : *problems) complain(problem);
  }
  for (const std::string& argument : streams.unmatched()) {
    complain_unmatched(argument);
  }
  if (documents == 0 && interrupted() == 0) {
    say("the inputs hold no documents");
  } else if (reader.empty().count > 0) {
    complain_empty(reader.empty());
  }
  return documents == 0 || !streams.problems().empty() ||
         !reader.problems().empty() ||
         (settings.fail_on_unmatched && !streams.unmatched().empty());
}

}  // namespace trunklift
