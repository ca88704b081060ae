// trunklift test: runs the cases of a folder and shows what has changed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/line_diff.h"
#include "base/part_file.h"
#include "base/text.h"
#include "base/text_file.h"
#include "command.h"
#include "options/compiled_plan.h"
#include "run/case_run.h"
#include "run/output.h"
#include "run/style.h"
#include "source/input_paths.h"

namespace trunklift {
namespace {

namespace fs = std::filesystem;

// An input and the names of what is expected of it.
struct Case {
  std::string input;
  std::string findings, records;
};

constexpr std::array<std::string_view, 3> forms = {".json", ".ndjson",
                                                   ".jsonl"};
constexpr std::array<std::string_view, 4> packings = {".gz", ".zst", ".xz",
                                                      ".bz2"};

// "a/bad.ndjson.gz" is "a/bad"; nothing for what is no input.
std::optional<std::string> stem_of(std::string_view path) {
  for (const std::string_view packing : packings) {
    if (!path.ends_with(packing)) continue;
    path.remove_suffix(packing.size());
    break;
  }
  for (const std::string_view form : forms) {
    if (!path.ends_with(form)) continue;
    path.remove_suffix(form.size());
    return std::string(path);
  }
  return std::nullopt;
}

std::vector<Case> cases_in(const std::vector<std::string>& arguments) {
  std::vector<Case> out;
  for (const std::string& argument : arguments) {
    InputPaths paths(argument);
    while (const auto path = paths.next()) {
      const auto stem = stem_of(*path);
      if (stem) out.push_back({*path, *stem + ".findings", *stem + ".records"});
    }
    if (paths.problems().empty()) continue;
    const InputProblem& problem = paths.problems().front();
    throw Error(Exit::input, "read", problem.name, problem.reason);
  }
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) {
    return a.findings < b.findings;
  });
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (out[i].findings != out[i - 1].findings) continue;
    throw Error(Exit::usage, "test", out[i].input,
                "it has the same expectations as " + out[i - 1].input,
                "give one of them another name");
  }
  return out;
}

std::string text_of(const std::string& path) {
  return TextFile(path, {Exit::input, "read"}).rest();
}

class Tester {
public:
  Tester(const Settings& settings, const CompiledPlan& compiled)
      : settings_(settings),
        compiled_(compiled),
        color_(use_color(settings.color, 1)) {}

  void run(const Case& test) {
    ++cases_;
    bool findings = fs::exists(test.findings),
         records = fs::exists(test.records);
    const bool is_new = !findings && !records;
    if (is_new && settings_.update) findings = records = true;
    const CaseResult result =
        run_case(test.input, compiled_, settings_, records);
    if (!result.problem.empty()) {
      ++failed_;
      unreadable_ = true;
      say(fmt::format("{}: cannot be read: {}\n", printable(test.input),
                      printable(result.problem)));
    } else if (is_new && !settings_.update) {
      ++failed_;
      say(fmt::format("{}: nothing is expected of it; --update writes {}\n",
                      printable(test.input), printable(test.findings)));
    } else {
      bool same = true;
      if (findings) same &= compare(test.findings, result.findings);
      if (records) same &= compare(test.records, result.records);
      failed_ += !same;
    }
  }

  int finish() const {
    std::string text =
        fmt::format("{} case{}: {} passed", grouped(cases_),
                    cases_ == 1 ? "" : "s", grouped(cases_ - failed_));
    if (failed_ > 0) text += fmt::format(", {} failed", grouped(failed_));
    if (updated_ > 0)
      text += fmt::format(", {} files written", grouped(updated_));
    std::fputs((text + '\n').c_str(), stderr);
    if (cases_ == 0 || unreadable_) return static_cast<int>(Exit::input);
    return static_cast<int>(failed_ > 0 ? Exit::findings : Exit::done);
  }

private:
  static void say(const std::string& text) { write_output(text); }

  // Whether the file holds what was found, or does now.
  bool compare(const std::string& path, const std::string& found) {
    const bool is_there = fs::exists(path);
    const std::string expected = is_there ? text_of(path) : "";
    if (is_there && expected == found) return true;
    if (settings_.update) {
      PartFile file(path, FileMode::shared);
      file.write(found);
      file.commit();
      ++updated_;
      say(fmt::format("{}: written\n", printable(path)));
      return true;
    }
    const std::string diff =
        unified_diff(expected, found, printable(path), "found");
    say(color_ ? colored_diff(diff) : diff);
    return false;
  }

  const Settings& settings_;
  const CompiledPlan& compiled_;
  bool color_;
  std::uint64_t cases_ = 0, failed_ = 0, updated_ = 0;
  bool unreadable_ = false;
};

}  // namespace

int run_test(const Settings& settings) {
  const CompiledPlan compiled = compile_plan(settings, true);
  Tester tester(settings, compiled);
  for (const Case& test : cases_in(settings.inputs)) {
    if (interrupted() != 0) return static_cast<int>(interrupted_exit());
    tester.run(test);
  }
  return tester.finish();
}

}  // namespace trunklift
