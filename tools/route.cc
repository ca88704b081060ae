// trunklift route: says where calls go, and why.
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "accounts/account_store.h"
#include "accounts/gatherer.h"
#include "accounts/router.h"
#include "accounts/standings.h"
#include "base/error.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "command.h"
#include "options/compiled_plan.h"
#include "options/complaints.h"
#include "pipeline/pipeline.h"
#include "run/output_files.h"
#include "run/output_stream.h"
#include "run/progress.h"
#include "source/inputs.h"

namespace trunklift {
namespace {

RouteQuery query_of(const Settings& settings) {
  RouteQuery query;
  query.all = settings.all;
  query.caller_name = settings.caller_name;
  query.caller_number = settings.caller_number;
  query.explain = settings.route_format == RouteFormat::text;
  query.max_depth = settings.max_depth;
  for (const std::string& number : settings.numbers) query.ask_number(number);
  for (const std::string& user : settings.users) {
    const std::size_t at = user.rfind('@');
    query.ask_user(user.substr(0, at), user.substr(at + 1));
  }
  for (const std::string& address : settings.addresses) {
    query.ask_address(address);
  }
  if (!query.all && query.asked().empty()) {
    throw Error(Exit::usage, "route", "", "no call is given",
                "give --number, --user, --address or --all");
  }
  return query;
}

// What was read of all inputs.
struct Reading {
  SourceStatus status;
  std::uint64_t documents = 0, unread = 0;
};

// Brings the documents together by account.
Reading gather(const Settings& settings, const RouteQuery& query,
               const OutputFiles& outputs, AccountStore& store) {
  Inputs inputs(settings.inputs,
                {settings.max_expansion, outputs.written_paths()},
                {.largest_document = settings.max_document});
  GatherPlan plan;
  plan.max_depth = settings.max_depth;
  plan.account = settings.account;
  if (!query.all) {
    plan.wants = [&](const Value& trunk) { return query.wants(trunk); };
    store.keep_wanted_only();
  }
  Reading out;
  Progress progress(settings.progress, settings.quiet, inputs.total_bytes());
  run_pipeline<GatheredBatch>(
      [&] { return inputs.next(); }, settings.jobs,
      [&] { return std::make_unique<Gatherer>(plan); },
      [&](const Batch& batch, const GatheredBatch& gathered, bool) {
        for (const GatheredDocument& document : gathered.documents) {
          store.add(document);
        }
        out.documents += gathered.read;
        out.unread += gathered.unread;
        progress.update(batch.end_offset, out.documents);
      },
      [] { return interrupted() != 0; });
  progress.finish();
  out.status = inputs.status();
  return out;
}

struct Answers {
  std::uint64_t numbers = 0, users = 0;
  std::vector<bool> answered;  // of what was asked
};

Answers answer(const Settings& settings, const RouteQuery& query,
               AccountStore& store, OutputStream& out) {
  Answers answers;
  answers.answered.resize(query.asked().size());
  run_pipeline<RoutedBatch>(
      [&] { return store.next(); }, settings.jobs,
      [&] { return std::make_unique<Router>(query); },
      [&](const AccountBatch&, const RoutedBatch& routed, bool) {
        out.write(routed.text);
        answers.numbers += routed.numbers;
        answers.users += routed.users;
        for (const std::size_t question : routed.answered) {
          answers.answered[question] = true;
        }
      },
      [] { return interrupted() != 0; });
  return answers;
}

// Who has which number, which depends on all accounts.
void settle(const Settings& settings, const CheckerPlan& plan,
            AccountStore& store, Standings& standings) {
  run_pipeline<ClaimBatch>(
      [&] { return store.next(); }, settings.jobs,
      [&] {
        return std::make_unique<ClaimCollector>(plan, settings.max_depth);
      },
      [&](const AccountBatch&, const ClaimBatch& claims, bool) {
        standings.add(claims);
      },
      [] { return interrupted() != 0; });
  standings.settle(store.assignments());
  store.rewind();
}

void say(const std::string& text) {
  std::fputs(("trunklift: " + printable(text) + "\n").c_str(), stderr);
}

// True if something is.
bool complain_of_unanswered(const RouteQuery& query, const Answers& answers) {
  bool any = false;
  for (std::size_t i = 0; i < answers.answered.size(); ++i) {
    if (answers.answered[i]) continue;
    say("no document has " + query.asked()[i]);
    any = true;
  }
  return any;
}

}  // namespace

int run_route(const Settings& settings) {
  RouteQuery query = query_of(settings);
  const OutputFiles outputs(settings);
  outputs.refuse_overwriting(settings);
  std::optional<CompiledPlan> compiled;
  std::optional<CheckerPlan> plan;
  std::optional<Standings> standings;
  AccountStore store;
  if (settings.intended) {
    compiled.emplace(compile_plan(settings, false));
    const Plan& of = compiled->plan;
    plan.emplace(CheckerPlan{*of.schema, *of.normalization, of.rules,
                             of.options, of.strict});
    query.intended = &*plan;
    query.standings = &standings.emplace();
    store.keep_all();
  }
  const Reading reading = gather(settings, query, outputs, store);
  if (settings.intended && interrupted() == 0) {
    settle(settings, *plan, store, *standings);
  }
  OutputStream out(settings.output, FileMode::secret);
  const Answers answers =
      interrupted() != 0 ? Answers{} : answer(settings, query, store, out);
  out.commit();
  bool inputs_failed =
      complain_of_inputs(settings, reading.status, reading.documents);
  if (interrupted() != 0) {
    say("interrupted: not all calls were answered");
    return static_cast<int>(interrupted_exit());
  }
  if (reading.unread > 0) {
    say(fmt::format(
        "{} of {} documents, or what is in them, could not be read, "
        "so that answers may be missing or wrong: trunklift check "
        "says which",
        grouped(reading.unread), grouped(reading.documents)));
    inputs_failed = true;
  }
  const bool unanswered = complain_of_unanswered(query, answers);
  if (!settings.quiet) {
    std::fputs(fmt::format("answered   {} inbound, {} outbound\n",
                           grouped(answers.numbers), grouped(answers.users))
                   .c_str(),
               stderr);
  }
  return static_cast<int>(inputs_failed ? Exit::input
                          : unanswered  ? Exit::findings
                                        : Exit::done);
}

}  // namespace trunklift
