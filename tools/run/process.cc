// A run in its steps: what it is made of, reading, the target's last word, the
// reports' ends, and what is said of it all.
#include "run/process.h"

#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <exception>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "options/compiled_plan.h"
#include "options/complaints.h"
#include "options/policy_options.h"
#include "options/rule_registry.h"
#include "options/secrets.h"
#include "options/thresholds.h"
#include "pipeline/pipeline.h"
#include "pipeline/run.h"
#include "run/closing_words.h"
#include "run/max_rejects.h"
#include "run/output_files.h"
#include "run/progress.h"
#include "run/report_outputs.h"
#include "source/inputs.h"

namespace trunklift {
namespace {

RunInfo run_info(const Settings& settings) {
  std::string inputs;
  JsonWriter json(inputs, JsonWriter::Texts::data);
  json.array();
  for (const std::string& input : settings.inputs) {
    json.text(without_secrets(input));
  }
  json.end_array();
  return {TRUNKLIFT_VERSION, rules_version(), inputs, settings.options_json};
}

// True if the run is a failure because all documents were of other kinds: most
// often the wrong inputs were given.
bool complain_of_kinds(const Settings& settings, const Run& run) {
  const std::uint64_t documents = run.balance().documents_read();
  if (documents == 0 || run.met_any() || interrupted() != 0) return false;
  std::fputs(
      fmt::format("trunklift: all {} documents are of other kinds: the inputs "
                  "hold no trunkstore document, and none that says something "
                  "of one\n",
                  grouped(documents))
          .c_str(),
      stderr);
  return !settings.allow_empty;
}

// Where several hold, the one that says most: see ARCHITECTURE.md.
Exit exit_of(const Run& run, bool inputs_failed, bool too_many, bool cut) {
  if (!run.balance().holds()) return Exit::internal;
  if (interrupted() != 0) return interrupted_exit();
  if (inputs_failed) return Exit::input;
  if (too_many) return Exit::findings;
  return cut ? Exit::reader_gone : Exit::done;
}

// Refused before anything of it is opened.
OutputFiles output_files(const Settings& settings) {
  OutputFiles outputs(settings);
  outputs.refuse_overwriting(settings);
  return outputs;
}

// All that a run is made of, in the order in which it is made.
class Process {
public:
  Process(const Settings& settings, const RunHooks& hooks);
  void read();
  RunSummary end();
  RunOutcome close(const RunSummary& summary);

private:
  bool has_target() const { return static_cast<bool>(hooks_.open_sink); }
  Plan plan() const;
  Run::Parts parts();
  void consume(const Batch& batch, const ProcessedBatch& result, bool last);
  void doubt_inputs(const SourceStatus& inputs, ReadOutcome& ending);
  bool too_many_rejects(const Balance& balance) const {
    return has_too_many_rejects(settings_, balance);
  }

  const Settings& settings_;
  const RunHooks& hooks_;
  const CompiledPlan compiled_;
  const OutputFiles outputs_;
  const RuleRegistry registry_;
  const Policy policy_;
  const Thresholds thresholds_;
  const ChosenRules rules_;
  ReportOutputs reports_;
  const std::unique_ptr<Sink> sink_;
  Inputs inputs_;
  const Plan plan_;
  Run run_;
  Progress progress_;
  std::atomic<bool> stop_ = false;  // more was rejected than may be
  bool inputs_complete_ = false;
};

Process::Process(const Settings& settings, const RunHooks& hooks)
    : settings_(settings),
      hooks_(hooks),
      compiled_(compile_plan(settings, has_target())),
      outputs_(output_files(settings)),
      policy_(make_policy(settings, registry_)),
      thresholds_(settings, registry_),
      rules_(compiled_.plan.rules, policy_),
      reports_(settings, registry_, has_target()),
      sink_(has_target() ? hooks.open_sink(run_info(settings)) : nullptr),
      inputs_(settings.inputs,
              {settings.max_expansion, outputs_.written_paths(), has_target()},
              {.largest_document = settings.max_document}),
      plan_(plan()),
      run_(parts()),
      progress_(settings.progress, settings.quiet, inputs_.total_bytes()) {}

Plan Process::plan() const {
  Plan out = compiled_.plan;
  out.options = changed_options(settings_, registry_);
  out.policy = &policy_;
  out.readiness = !out.generic && !settings_.reports.empty();
  out.reports = reports_.reports();
  out.most_of_rule = settings_.max_per_rule.value_or(default_max_per_rule);
  out.inputs = &inputs_.names();
  out.fingerprint = static_cast<bool>(hooks_.all_read);
  out.keep_reasons = sink_ || reports_.rejects();
  // Reasons are all there are, whatever is reported.
  if (!out.keep_reasons) out.rules = rules_.set();
  if (sink_) out.settled = sink_->settled();
  return out;
}

Run::Parts Process::parts() {
  return {&plan_,
          &inputs_.names(),
          reports_.all(),
          registry_.all(),
          sink_.get(),
          reports_.rejects(),
          settings_.memory > 0 ? settings_.memory : Run::default_memory,
          settings_.complete};
}

void Process::consume(const Batch& batch, const ProcessedBatch& result,
                      bool last) {
  // Where it stops does not depend on how far others have read.
  if (stop_) return;
  run_.consume(result);
  if (!hooks_.dry && is_known_early(settings_) &&
      too_many_rejects(run_.balance())) {
    stop_ = true;
  }
  if (!last) return;
  progress_.update(batch.end_offset, run_.balance().documents_read());
}

void Process::read() {
  run_pipeline<ProcessedBatch>(
      [&] { return inputs_.next(); }, settings_.jobs,
      [&] { return std::make_unique<Processor>(plan_); },
      [&](const Batch& batch, const ProcessedBatch& result, bool last) {
        consume(batch, result, last);
      },
      [&] { return stop_ || interrupted() != 0; });
  progress_.finish();
  if (hooks_.all_read && interrupted() == 0) {
    hooks_.all_read({run_.source().hex(), compiled_.rules});
  }
}

// Inputs that were not read to their ends leave their accounts in doubt, if
// their names tell which these are.
void Process::doubt_inputs(const SourceStatus& inputs, ReadOutcome& ending) {
  if (!run_.met_any() || run_.balance().documents_read() == 0 ||
      !inputs.unmatched.empty()) {
    return;
  }
  std::vector<std::pair<std::string, std::string>> accounts;
  for (const InputProblem& problem : inputs.problems) {
    accounts.emplace_back(problem.name, account_of_path(problem.name));
    if (accounts.back().second.empty()) return;
  }
  ending.inputs_attributed = true;
  for (const auto& [input, account] : accounts) {
    run_.doubt_input(input, account);
  }
}

RunSummary Process::end() {
  const SourceStatus inputs = inputs_.status();
  const std::uint64_t documents = run_.balance().documents_read();
  ReadOutcome ending;
  ending.interrupted = interrupted() != 0;
  inputs_complete_ = were_read(inputs, documents) && run_.met_any();
  ending.inputs_complete = inputs_complete_;
  if (!inputs_complete_) ending.unread = unread_inputs(inputs, documents);
  ending.take_back = !settings_.keep_on_max_rejects;
  doubt_inputs(inputs, ending);
  if (!hooks_.dry) {
    ending.too_many = [&](const Balance& balance) {
      return too_many_rejects(balance);
    };
  }
  return run_.finish(ending);
}

// The reports are committed first: what cannot be written is said when all else
// was.
RunOutcome Process::close(const RunSummary& summary) {
  const bool complete = !summary.interrupted && inputs_complete_;
  std::exception_ptr unwritten;
  try {
    reports_.commit(complete);
  } catch (const Error&) {
    unwritten = std::current_exception();
  }
  const Balance& balance = run_.balance();
  bool inputs_failed =
      complain_of_inputs(settings_, inputs_.status(), balance.documents_read());
  inputs_failed |= complain_of_kinds(settings_, run_);
  if (!settings_.quiet) print_summary(summary);
  settle_baseline(settings_, policy_, complete);
  const bool too_many =
      summary.stopped || (hooks_.dry && too_many_rejects(balance));
  if (too_many) complain_of_rejects(settings_, balance, hooks_.dry);
  print_failures(summary, reports_.was_cut());
  if (unwritten) std::rethrow_exception(unwritten);
  const std::uint64_t checked =
      balance.documents_read() - balance.of(Bucket::skipped);
  const bool exceeded = settings_.write_baseline.empty() &&
                        thresholds_.exceeded(summary, checked);
  return {
      exit_of(run_, inputs_failed, too_many || exceeded, reports_.was_cut()),
      summary.interrupted};
}

}  // namespace

RunOutcome process(const Settings& settings, const RunHooks& hooks) {
  Process process(settings, hooks);
  process.read();
  const RunSummary summary = process.end();
  return process.close(summary);
}

int process_inputs(const Settings& settings, const OpenSink& open_sink) {
  return static_cast<int>(process(settings, {.open_sink = open_sink}).exit);
}

}  // namespace trunklift
