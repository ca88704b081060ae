// Each complaint is one line, and holds nothing that a terminal obeys.
#include "options/complaints.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/interrupt.h"
#include "base/text.h"
#include "options/secrets.h"

namespace trunklift {
namespace {

// Names of files and entries hold what anybody put there.
void say(std::string_view text) {
  const std::string words = printable(without_secrets(text));
  std::fputs(("trunklift: " + words + "\n").c_str(), stderr);
}

void complain(const InputProblem& problem) {
  say(fmt::format("cannot read {}: {}", problem.name, problem.reason));
}

std::string unmatched_reason(const std::string& argument) {
  return std::filesystem::is_directory(argument) ? "holds no files"
                                                 : "matches no file";
}

void complain_empty(const Reader::Empty& empty, std::string_view what,
                    std::string_view joint) {
  if (empty.count == 0) return;
  say(fmt::format("{} holds {}{}", empty.first, what,
                  empty.count > 1
                      ? fmt::format(", {} do {} others", joint, empty.count - 1)
                      : ""));
}

}  // namespace

bool were_read(const SourceStatus& inputs, std::uint64_t documents) {
  return documents > 0 && inputs.problems.empty() && inputs.unmatched.empty();
}

std::vector<RunSummary::Unread> unread_inputs(const SourceStatus& inputs,
                                              std::uint64_t documents) {
  std::vector<RunSummary::Unread> out;
  const auto add = [&](const std::string& name, const std::string& reason) {
    out.push_back({without_secrets(valid_utf8(name)),
                   without_secrets(valid_utf8(reason))});
  };
  for (const InputProblem& problem : inputs.problems) {
    add(problem.name, problem.reason);
  }
  for (const std::string& argument : inputs.unmatched) {
    add(argument, unmatched_reason(argument));
  }
  if (documents == 0 && out.empty()) add("", "the inputs hold no documents");
  return out;
}

bool complain_of_inputs(const Settings& settings, const SourceStatus& inputs,
                        std::uint64_t documents) {
  for (const InputProblem& problem : inputs.problems) complain(problem);
  for (const std::string& argument : inputs.unmatched) {
    say(argument + ' ' + unmatched_reason(argument));
  }
  if (documents == 0 && interrupted() == 0) {
    say("the inputs hold no documents");
  } else {
    complain_empty(inputs.empty, "no documents", "nor");
  }
  complain_empty(inputs.ids_only, "ids only, no documents", "as");
  return (documents == 0 && !settings.allow_empty) ||
         !inputs.problems.empty() ||
         (settings.fail_on_unmatched && !inputs.unmatched.empty());
}

}  // namespace trunklift
