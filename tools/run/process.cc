// What check and migrate share: reading, processing, reporting, the end.
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
#include "report/report.h"
#include "run/max_rejects.h"
#include "run/output_files.h"
#include "run/progress.h"
#include "run/report_outputs.h"
#include "source/input_streams.h"
#include "source/reader.h"

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

// For a terminal: the kinds of documents are what the inputs say they are.
std::string listed(const std::vector<RunSummary::Count>& counts,
                   std::string_view separator) {
  std::string out;
  for (const RunSummary::Count& count : counts) {
    out += fmt::format("{}{} {}", out.empty() ? "" : separator,
                       printable(count.name), grouped(count.value));
  }
  return out;
}

// "read 7 = loaded 5 + unchanged 0 + ..."
std::string balance_line(const RunSummary& summary) {
  std::vector<RunSummary::Count> buckets(summary.balance.begin() + 1,
                                         summary.balance.end());
  return fmt::format("read {} = {}", grouped(summary.balance.front().value),
                     listed(buckets, " + "));
}

void print_summary(const RunSummary& summary) {
  std::vector<RunSummary::Count> hidden = summary.hidden;
  std::erase_if(hidden, [](const auto& count) { return count.value == 0; });
  std::string text =
      fmt::format("documents  {}\nfindings   {}{}{}\nbalance    {}\n",
                  listed(summary.kinds, ", "), listed(summary.severities, ", "),
                  hidden.empty() ? "" : "; not shown: ", listed(hidden, ", "),
                  balance_line(summary));
  if (!summary.missing.empty()) {
    text += fmt::format("not read   {}\n", listed(summary.missing, ", "));
  }
  std::fputs(text.c_str(), stderr);
}

// On standard error, what of the baseline was done or could not be.
void settle_baseline(const Settings& settings, const Policy& policy,
                     bool complete) {
  const bool prunes = settings.prune_baseline && policy.baseline;
  if (!prunes && settings.write_baseline.empty()) return;
  if (!complete) {
    std::fputs(
        "trunklift: the baseline was left as it is: not all inputs were read\n",
        stderr);
  } else if (prunes) {
    const std::uint64_t pruned = policy.baseline->prune();
    if (!settings.quiet) {
      std::fputs(fmt::format("baseline   {} pruned\n", grouped(pruned)).c_str(),
                 stderr);
    }
  }
}

// Inputs that were not read to their ends leave their accounts in doubt, if
// their names tell which these are.
void doubt_inputs(const InputStreams& streams, const Reader& reader, Run& run,
                  ReadOutcome& ending) {
  if (!run.met_any() || run.balance().documents_read() == 0 ||
      !streams.unmatched().empty()) {
    return;
  }
  std::vector<std::pair<std::string, std::string>> accounts;
  for (const auto* problems : {&streams.problems(), &reader.problems()}) {
    for (const InputProblem& problem : *problems) {
      accounts.emplace_back(problem.name, account_of_path(problem.name));
      if (accounts.back().second.empty()) return;
    }
  }
  ending.inputs_attributed = true;
  for (const auto& [input, account] : accounts) run.doubt_input(input, account);
}

// On standard error, which lines keep documents of the target from being known
// to have vanished.
void print_doubts(const RunSummary& summary) {
  std::string text;
  for (const RunSummary::Doubted& doubt : summary.doubts) {
    const std::string place =
        doubt.line > 0 ? fmt::format("{}:{}", doubt.input, doubt.line)
                       : doubt.input;
    const std::string what =
        doubt.document_id.empty()
            ? (doubt.account_id.empty()
                   ? std::string("any document")
                   : fmt::format("any document of account {}",
                                 doubt.account_id))
            : fmt::format("document {} of {}", doubt.document_id,
                          doubt.account_id.empty()
                              ? std::string("any account")
                              : "account " + doubt.account_id);
    text += fmt::format(
        "trunklift: {} was not read for certain, and may hold {}: none of "
        "those counts as vanished\n",
        printable(place), printable(what));
  }
  if (summary.doubt_count > summary.doubts.size()) {
    text += fmt::format("trunklift: so do {} more lines\n",
                        grouped(summary.doubt_count - summary.doubts.size()));
  }
  std::fputs(text.c_str(), stderr);
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

}  // namespace

RunOutcome process(const Settings& settings, const RunHooks& hooks) {
  CompiledPlan compiled =
      compile_plan(settings, static_cast<bool>(hooks.open_sink));
  const OutputFiles outputs(settings);
  outputs.refuse_overwriting(settings);
  const RuleRegistry registry;
  const Policy policy = make_policy(settings, registry);
  const Thresholds thresholds(settings, registry);
  compiled.plan.options = changed_options(settings, registry);
  compiled.plan.policy = &policy;
  const ChosenRules rules(compiled.plan.rules, policy);
  compiled.plan.readiness = !compiled.plan.generic && !settings.reports.empty();
  ReportOutputs reports(settings, registry, static_cast<bool>(hooks.open_sink));
  std::unique_ptr<Sink> sink;
  if (hooks.open_sink) sink = hooks.open_sink(run_info(settings));

  InputNames names;
  InputStreams streams(settings.inputs,
                       {settings.max_expansion, outputs.written_paths(),
                        static_cast<bool>(hooks.open_sink)},
                       names);
  Reader reader(streams, names, {.largest_document = settings.max_document});
  compiled.plan.reports = reports.reports();
  compiled.plan.most_of_rule =
      settings.max_per_rule.value_or(default_max_per_rule);
  compiled.plan.inputs = &names;
  compiled.plan.fingerprint = static_cast<bool>(hooks.all_read);
  compiled.plan.keep_reasons = sink || reports.rejects();
  // Reasons are all there are, whatever is reported.
  if (!compiled.plan.keep_reasons) compiled.plan.rules = rules.set();
  if (sink) compiled.plan.settled = sink->settled();
  Run run({&compiled.plan, &names, reports.all(), registry.all(), sink.get(),
           reports.rejects(),
           settings.memory > 0 ? settings.memory : Run::default_memory,
           settings.complete});
  std::atomic<bool> stop = false;
  Progress progress(settings.progress, settings.quiet, streams.total_bytes());
  run_pipeline<ProcessedBatch>(
      reader, settings.jobs,
      [&] { return std::make_unique<Processor>(compiled.plan); },
      [&](const Batch& batch, const ProcessedBatch& result, bool last) {
        // Where it stops does not depend on how far others have read.
        if (stop) return;
        run.consume(result);
        if (!hooks.dry && is_known_early(settings) &&
            has_too_many_rejects(settings, run.balance())) {
          stop = true;
        }
        if (!last) return;
        progress.update(batch.end_offset, run.balance().documents_read());
      },
      [&] { return stop || interrupted() != 0; });
  progress.finish();
  if (hooks.all_read && interrupted() == 0) {
    hooks.all_read({run.source().hex(), compiled.rules});
  }

  ReadOutcome ending;
  ending.interrupted = interrupted() != 0;
  ending.inputs_complete =
      were_read(streams, reader, run.balance().documents_read()) &&
      run.met_any();
  if (!ending.inputs_complete) {
    ending.unread =
        unread_inputs(streams, reader, run.balance().documents_read());
  }
  ending.take_back = !settings.keep_on_max_rejects;
  doubt_inputs(streams, reader, run, ending);
  const auto too_many_of = [&](const Balance& balance) {
    return has_too_many_rejects(settings, balance);
  };
  if (!hooks.dry) ending.too_many = too_many_of;
  const RunSummary summary = run.finish(ending);
  const bool complete = !summary.interrupted && ending.inputs_complete;
  std::exception_ptr unwritten;
  try {
    reports.commit(complete);
  } catch (const Error&) {
    unwritten = std::current_exception();  // said when all else was
  }
  bool inputs_failed = complain_of_inputs(settings, streams, reader,
                                          run.balance().documents_read());
  inputs_failed |= complain_of_kinds(settings, run);
  if (!settings.quiet) print_summary(summary);
  settle_baseline(settings, policy, complete);
  const bool too_many =
      summary.stopped || (hooks.dry && too_many_of(run.balance()));
  if (too_many) complain_of_rejects(settings, run.balance(), hooks.dry);
  if (summary.interrupted && !summary.stopped) {
    std::fputs(
        "trunklift: interrupted: not all inputs were read, and the rules "
        "across documents were not applied\n",
        stderr);
  }
  if (summary.unknown_vanished) {
    std::fputs(
        "trunklift: what vanished is not known, and was not marked: some of "
        "the inputs or documents could not be read, and may hold it\n",
        stderr);
  }
  if (reports.was_cut()) {
    std::fputs(
        "trunklift: the report was cut: the reader of standard output went "
        "away; the run went on without it\n",
        stderr);
  }
  if (!summary.interrupted) print_doubts(summary);
  if (!summary.balanced) {
    std::fputs("trunklift: internal error: the balance does not hold\n",
               stderr);
  }
  if (unwritten) std::rethrow_exception(unwritten);
  const std::uint64_t checked =
      run.balance().documents_read() - run.balance().of(Bucket::skipped);
  const bool exceeded =
      settings.write_baseline.empty() && thresholds.exceeded(summary, checked);
  return {exit_of(run, inputs_failed, too_many || exceeded, reports.was_cut()),
          summary.interrupted};
}

int process_inputs(const Settings& settings, const OpenSink& open_sink) {
  return static_cast<int>(process(settings, {.open_sink = open_sink}).exit);
}

}  // namespace trunklift
