// What a subcommand is, and what it is told: the settings of one run.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/coverage.h"
#include "parse/parser.h"

namespace trunklift {

enum class When : std::uint8_t { automatic, always, never };

// The least severity that makes a run exit with Exit::findings.
enum class FailOn : std::uint8_t { error, warning, info, never };

enum class ScanFormat : std::uint8_t { text, json };
enum class RulesFormat : std::uint8_t { text, markdown, json };
enum class RouteFormat : std::uint8_t { text, jsonl };

struct ReportRequest {
  std::string format;
  std::string path;  // empty: standard output
};

inline constexpr std::uint64_t default_max_per_rule = 20;

// How many documents may be rejected: so many, or a share of those that were
// loaded, unchanged, superseded or rejected.
struct MaxRejects {
  std::uint64_t count = 0;
  double percent = -1;  // less than 0: `count` is meant
};

// How many errors there may be, or how many for each document checked; of one
// rule, or (rule "") of all others.
struct MaxErrors {
  std::string rule;
  double most = 0;
  std::string written;  // as it was given
};

// "sqlite:demo.db" is {"sqlite", "demo.db"}.
struct Target {
  std::string scheme;
  std::string place;  // may hold a password: never print it
};

// What the command line, the environment and the configuration file say, and
// the defaults for the rest (option_table.cc). Plain data.
struct Settings {
  std::string command;
  std::vector<std::string> inputs;  // as given; "-" is standard input

  // check, migrate; scan has some of them
  std::string schema = "connectivity";  // a name of rules/schema, or a file
  bool strict = false;
  bool explain_skips = false;
  std::string account;             // empty: the input says
  std::string rejects;             // file; empty: none
  std::uint64_t max_document = 0;  // bytes
  std::uint64_t max_depth = Parser::default_max_depth;
  std::uint64_t max_expansion = 0;  // 0: no limit
  bool fail_on_unmatched = false;
  bool allow_empty = false;
  FailOn fail_on = FailOn::error;
  std::vector<ReportRequest> reports;
  // Findings of one rule and severity in one document that reports list, 0:
  // all; if none is given, default_max_per_rule, and all in those for programs.
  std::optional<std::uint64_t> max_per_rule;
  std::vector<std::string> select, ignore;  // rules, by any of their names
  std::vector<std::string> rules;           // "TL0206=info", "TL0223.name=8"
  std::string suppressions;                 // file; empty: none
  std::string baseline, write_baseline;     // files; empty: none
  bool prune_baseline = false;
  std::vector<MaxErrors> max_errors, max_error_rate;
  unsigned jobs = 1;
  When progress = When::automatic;
  When color = When::automatic;
  bool quiet = false;

  ScanFormat scan_format = ScanFormat::text;  // scan, runs
  bool all = false;  // scan: list every input; route: answer for everything
  RulesFormat rules_format = RulesFormat::text;  // rules

  Target to;                               // migrate
  std::uint64_t memory = 0;                // migrate: bytes
  std::string target_schema;               // of PostgreSQL
  unsigned connections = 1;                // to it
  std::uint64_t retry_for = 0;             // seconds
  bool distributed = false;                // target: over the nodes of Citus
  bool print = false;                      // target: SQL instead of a change
  Complete complete = Complete::accounts;  // migrate: what the inputs are
  bool prune = false;                      // what vanished goes
  bool dry_run = false;
  std::optional<MaxRejects> max_rejects;
  bool keep_on_max_rejects = false;  // what was loaded until then
  std::string plan;                  // apply: file
  Target from;                       // rebuild

  // route; `all`, too
  bool intended = false;  // not what the platform does, but what is meant
  RouteFormat route_format = RouteFormat::text;
  std::vector<std::string> numbers, users, addresses;  // as given
  std::string caller_name, caller_number;

  // generate
  std::uint64_t documents = 0;
  std::uint64_t seed = 0;
  double flaws = 0;    // the share of documents with a flaw, 0 to 1
  std::string key;     // file; empty: none
  std::string output;  // file; empty: standard output (rebuild, too)

  // fix; `output`, too
  bool lossy = false;
  bool diff = false;

  bool update = false;  // test

  // help
  bool man = false;
  std::string completion;  // "bash", "zsh" or empty

  // The options in effect as a JSON object, secrets masked: for the run table.
  std::string options_json;
};

struct Command {
  std::string_view name;
  std::string_view arguments;    // "INPUT...", "[COMMAND]" or ""
  std::string_view options;      // groups of option_table.cc, blanks between
  std::string_view summary;      // for a list of commands
  std::string_view description;  // sentences; "\n\n" between paragraphs
  std::string_view examples;     // a line each
  int (*run)(const Settings&);
};

// The rows of commands.def, in its order.
std::span<const Command> commands();

const Command* find_command(std::string_view name);  // nullptr when unknown

#define TRUNKLIFT_COMMAND(name, ...) int run_##name(const Settings&);
#include "commands.def"
#undef TRUNKLIFT_COMMAND

}  // namespace trunklift
