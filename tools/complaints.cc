// What is said on standard error of inputs that were read.
#include "complaints.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "base/interrupt.h"

namespace trunklift {
namespace {

void complain(const InputProblem& problem) {
  std::fputs(fmt::format("trunklift: cannot read {}: {}\n", problem.name,
                         problem.reason)
                 .c_str(),
             stderr);
}

void complain_unmatched(const std::string& argument) {
  std::fputs(
      fmt::format("trunklift: {} {}\n", argument,
                  std::filesystem::is_directory(argument) ? "holds no files"
                                                          : "matches no file")
          .c_str(),
      stderr);
}

void complain_empty(const Reader::Empty& empty) {
  std::fputs(fmt::format("trunklift: {} holds no documents{}\n", empty.first,
                         empty.count > 1 ? fmt::format(", nor do {} others",
                                                       empty.count - 1)
                                         : "")
                 .c_str(),
             stderr);
}

}  // namespace

bool complain_of_inputs(const Settings& settings, const InputStreams& streams,
                        const Reader& reader, std::uint64_t documents) {
  for (const auto* problems : {&streams.problems(), &reader.problems()}) {
    for (const InputProblem& problem : *problems) complain(problem);
  }
  for (const std::string& argument : streams.unmatched()) {
    complain_unmatched(argument);
  }
  if (documents == 0 && interrupted() == 0) {
    std::fputs("trunklift: the inputs hold no documents\n", stderr);
  } else if (reader.empty().count > 0) {
    complain_empty(reader.empty());
  }
  return documents == 0 || !streams.problems().empty() ||
         !reader.problems().empty() ||
         (settings.fail_on_unmatched && !streams.unmatched().empty());
}

}  // namespace trunklift
