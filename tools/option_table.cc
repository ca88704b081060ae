// The options: one row each. Parsing, help, manual page, completion and
// configuration file are all made from this table.
#include "option_table.h"

#include <algorithm>

#include "option_values.h"

namespace trunklift {
namespace {

using namespace option_values;

constexpr std::string_view report_help =
    "Write findings in this format, to standard output or to PATH. May be "
    "given several times, but only one report can go to standard output.";

constexpr std::string_view rejects_help =
    "Write rejected documents to FILE, byte for byte, each with every reason. "
    "The file is a valid input.";

constexpr std::string_view fail_on_help =
    "Exit with 1 when there are findings of this severity or a higher one.";

constexpr std::string_view server_help =
    "The PostgreSQL database: a URI, or what libpq takes as a connection "
    "string.";

constexpr Option table[] = {
    {.group = "check",
     .name = "report",
     .argument = "FORMAT[=PATH]",
     .standard = "text",
     .help = report_help,
     .set = set_report,
     .values = list_of<&Choices::formats>,
     .mark = '=',
     .files = true,
     .repeatable = true},

    {.group = "scan",
     .name = "format",
     .argument = "FORMAT",
     .standard = "text",
     .help = "Print text for people, or one JSON object.",
     .set = set_name<&Settings::scan_format, scan_format_names>,
     .values = names_of<scan_format_names>},
    {.group = "scan",
     .name = "all",
     .help = "List every input. By itself a directory, pattern or archive of "
             "more than 20 is one line.",
     .set = set_flag<&Settings::all>},

    {.group = "migrate",
     .name = "to",
     .argument = "TARGET",
     .help = "Where the records go.",
     .set = set_target<&Settings::to, &Choices::targets>,
     .values = list_of<&Choices::targets>,
     .mark = ':',
     .files = true,
     .required = true},
    {.group = "migrate",
     .name = "report",
     .argument = "FORMAT[=PATH]",
     .help = report_help,
     .set = set_report,
     .values = list_of<&Choices::formats>,
     .mark = '=',
     .files = true,
     .repeatable = true},

    {.group = "migrate",
     .name = "dry-run",
     .help = "Print what would be inserted, updated, rejected and so on, and "
             "touch nothing in the target. Of PostgreSQL and SQLite.",
     .set = set_flag<&Settings::dry_run>},
    {.group = "loading",
     .name = "max-rejects",
     .argument = "N|P%",
     .help = "Stop once more than N documents were rejected; or, at the end, "
             "give up if they are more than P percent of those that were not "
             "skipped. Exits with 1.",
     .set = set_max_rejects},
    {.group = "loading",
     .name = "on-max-rejects",
     .argument = "WHAT",
     .standard = "undo",
     .help = "Then undo what the run did to the target, or keep it.",
     .set = set_name<&Settings::keep_on_max_rejects, on_max_rejects_names>,
     .values = names_of<on_max_rejects_names>},
    {.group = "loading",
     .name = "memory",
     .argument = "SIZE",
     .standard = "1GiB",
     .help =
         "Memory for telling versions of documents apart, some 64 bytes for "
         "each; what is beyond it goes to a temporary file.",
     .set = set_memory},

    {.group = "missing",
     .name = "complete",
     .argument = "WHAT",
     .standard = "accounts",
     .help = "What the inputs hold in full: all trunkstore documents of the "
             "accounts of which they hold a trunkstore or limits document "
             "(accounts), all there are (all), or nothing (none). Documents "
             "of the target that they lack are marked in vanished_document.",
     .set = set_name<&Settings::complete, complete_names>,
     .values = names_of<complete_names>},
    {.group = "missing",
     .name = "prune",
     .help = "Delete documents of the target that the inputs lack, with their "
             "records, in place of marking them. In PostgreSQL undo brings "
             "them back.",
     .set = set_flag<&Settings::prune>},
    {.group = "schema",
     .name = "target-schema",
     .argument = "NAME",
     .standard = "trunklift",
     .help = "The PostgreSQL schema that holds the target's tables.",
     .set = set_text<&Settings::target_schema>},
    {.group = "postgresql",
     .name = "retry-for",
     .argument = "TIME",
     .standard = "60s",
     .help = "How long to try again when the server is away or a transaction "
             "was in another's way: seconds, or with s, m or h.",
     .set = set_seconds<&Settings::retry_for>},
    {.group = "loading",
     .name = "connections",
     .argument = "N",
     .standard = "2",
     .help = "Load a PostgreSQL target over so many connections.",
     .set = set_connections},

    {.group = "target",
     .name = "to",
     .argument = "TARGET",
     .help = server_help,
     .set = set_target<&Settings::to, &Choices::servers>,
     .values = list_of<&Choices::servers>,
     .mark = ':'},
    {.group = "runs",
     .name = "to",
     .argument = "TARGET",
     .help = server_help,
     .set = set_target<&Settings::to, &Choices::servers>,
     .values = list_of<&Choices::servers>,
     .mark = ':',
     .required = true},
    {.group = "runs",
     .name = "format",
     .argument = "FORMAT",
     .standard = "text",
     .help = "Print text for people, or a JSON object a line.",
     .set = set_name<&Settings::scan_format, scan_format_names>,
     .values = names_of<scan_format_names>},
    {.group = "undo",
     .name = "to",
     .argument = "TARGET",
     .help = server_help,
     .set = set_target<&Settings::to, &Choices::servers>,
     .values = list_of<&Choices::servers>,
     .mark = ':',
     .required = true},
    {.group = "plan",
     .name = "to",
     .argument = "TARGET",
     .help = server_help,
     .set = set_target<&Settings::to, &Choices::servers>,
     .values = list_of<&Choices::servers>,
     .mark = ':',
     .required = true},
    {.group = "plan",
     .name = "output",
     .letter = 'o',
     .argument = "FILE",
     .standard = "-",
     .help = "Where the plan goes; - is standard output.",
     .set = set_output<&Settings::output>,
     .files = true},
    {.group = "plan",
     .name = "report",
     .argument = "FORMAT[=PATH]",
     .help = report_help,
     .set = set_report,
     .values = list_of<&Choices::formats>,
     .mark = '=',
     .files = true,
     .repeatable = true},
    {.group = "apply",
     .name = "plan",
     .argument = "FILE",
     .help = "The plan to apply.",
     .set = set_text<&Settings::plan>,
     .files = true,
     .required = true},
    {.group = "apply",
     .name = "to",
     .argument = "TARGET",
     .help = server_help,
     .set = set_target<&Settings::to, &Choices::servers>,
     .values = list_of<&Choices::servers>,
     .mark = ':',
     .required = true},
    {.group = "apply",
     .name = "report",
     .argument = "FORMAT[=PATH]",
     .help = report_help,
     .set = set_report,
     .values = list_of<&Choices::formats>,
     .mark = '=',
     .files = true,
     .repeatable = true},
    {.group = "apply",
     .name = "rejects",
     .argument = "FILE",
     .help = rejects_help,
     .set = set_text<&Settings::rejects>,
     .files = true},
    {.group = "apply",
     .name = "fail-on",
     .argument = "SEVERITY",
     .standard = "error",
     .help = fail_on_help,
     .set = set_name<&Settings::fail_on, fail_on_names>,
     .values = names_of<fail_on_names>},
    {.group = "target",
     .name = "distributed",
     .help = "init: distribute the tables by account over the nodes of Citus.",
     .set = set_flag<&Settings::distributed>},
    {.group = "target",
     .name = "print",
     .help = "init: print the SQL and change nothing.",
     .set = set_flag<&Settings::print>},

    {.group = "checking",
     .name = "schema",
     .argument = "NAME|FILE",
     .standard = "connectivity",
     .help = "The schema to validate against: a name, or a file that holds any "
             "draft-04 JSON Schema.",
     .set = set_text<&Settings::schema>,
     .values = list_of<&Choices::schemas>,
     .files = true},
    {.group = "checking",
     .name = "strict",
     .help = "Count every violation of the schema as an error, also one that "
             "normalization repairs.",
     .set = set_flag<&Settings::strict>},
    {.group = "checking",
     .name = "account",
     .argument = "ID",
     .help = "The account of documents that do not say theirs, where the path "
             "of the input does not name it.",
     .set = set_text<&Settings::account>},
    {.group = "checking",
     .name = "rejects",
     .argument = "FILE",
     .help = rejects_help,
     .set = set_text<&Settings::rejects>,
     .files = true},
    {.group = "checking",
     .name = "fail-on",
     .argument = "SEVERITY",
     .standard = "error",
     .help = fail_on_help,
     .set = set_name<&Settings::fail_on, fail_on_names>,
     .values = names_of<fail_on_names>},

    {.group = "reading",
     .name = "max-document",
     .argument = "SIZE",
     .standard = "16MiB",
     .help = "Reject documents that are larger, without reading them: bytes, "
             "or with KiB, MiB or GiB.",
     .set = set_size<&Settings::max_document>},
    {.group = "reading",
     .name = "max-depth",
     .argument = "N",
     .standard = "1024",
     .help = "Reject documents with more than N arrays and objects in one "
             "another.",
     .set = set_count<&Settings::max_depth, 1, Parser::most_depth>},
    {.group = "reading",
     .name = "max-expansion",
     .argument = "N",
     .standard = "1000",
     .help = "Stop unpacking a compressed input that has come to more than N "
             "times its size, and to more than 256 MiB; 0 for no limit.",
     .set = set_count<&Settings::max_expansion, 0>},
    {.group = "reading",
     .name = "fail-on-unmatched",
     .help = "Exit with 3 when a pattern matches nothing or a directory holds "
             "no files. By itself that is a message; a file that is named and "
             "not there always is a failure.",
     .set = set_flag<&Settings::fail_on_unmatched>},

    {.group = "running",
     .name = "jobs",
     .letter = 'j',
     .argument = "N",
     .standard = "the number of processors",
     .help = "Threads to work with. The output does not depend on it.",
     .set = set_jobs,
     .computed = processors},
    {.group = "running",
     .name = "progress",
     .argument = "WHEN",
     .standard = "auto",
     .help = "Show progress on standard error. By itself it does so on a "
             "terminal only.",
     .set = set_name<&Settings::progress, when_names>,
     .values = names_of<when_names>},
    {.group = "running",
     .name = "quiet",
     .letter = 'q',
     .help = "Neither progress nor summary on standard error, errors only.",
     .set = set_flag<&Settings::quiet>},
    {.group = "running",
     .name = "color",
     .argument = "WHEN",
     .standard = "auto",
     .help = "Use colour. By itself it does so on a terminal only.",
     .set = set_name<&Settings::color, when_names>,
     .values = names_of<when_names>,
     .variable = "NO_COLOR",
     .variable_value = "never"},

    {.group = "settings",
     .name = "config",
     .argument = "FILE",
     .help = "Read settings from FILE instead of ./trunklift.conf.",
     .set = set_nothing,
     .files = true,
     .command_line_only = true},
    {.group = "settings",
     .name = "isolated",
     .help = "Do not look for ./trunklift.conf.",
     .set = set_nothing,
     .command_line_only = true},
    {.group = "settings",
     .name = "show-settings",
     .help = "Print each setting and where its value comes from, and exit.",
     .set = set_nothing,
     .command_line_only = true},

    {.group = "generate",
     .name = "documents",
     .argument = "N",
     .help = "How many trunkstore documents to write.",
     .set = set_count<&Settings::documents, 1>,
     .required = true},
    {.group = "generate",
     .name = "seed",
     .argument = "S",
     .standard = "1",
     .help = "Where the random numbers start. The same seed gives the same "
             "bytes.",
     .set = set_count<&Settings::seed, 0>},
    {.group = "generate",
     .name = "flaws",
     .argument = "P",
     .standard = "0.05",
     .help = "The share of documents with a flaw: 0 to 1, or a percentage such "
             "as 5%.",
     .set = set_share},
    {.group = "generate",
     .name = "key",
     .argument = "FILE",
     .help = "Write the flaws that were planted to FILE.",
     .set = set_text<&Settings::key>,
     .files = true},
    {.group = "generate",
     .name = "output",
     .letter = 'o',
     .argument = "FILE",
     .standard = "-",
     .help = "Where the documents go; - is standard output.",
     .set = set_output<&Settings::output>,
     .files = true},

    {.group = "rebuild",
     .name = "from",
     .argument = "TARGET",
     .help = "The database to read.",
     .set = set_target<&Settings::from, &Choices::databases>,
     .values = list_of<&Choices::databases>,
     .mark = ':',
     .files = true,
     .required = true},
    {.group = "rebuild",
     .name = "output",
     .letter = 'o',
     .argument = "FILE",
     .standard = "-",
     .help = "Where the documents go; - is standard output.",
     .set = set_output<&Settings::output>,
     .files = true},

    {.group = "help",
     .name = "man",
     .help = "Print the manual page, in roff.",
     .set = set_flag<&Settings::man>,
     .command_line_only = true},
    {.group = "help",
     .name = "completion",
     .argument = "SHELL",
     .help = "Print the completion script for this shell.",
     .set = set_completion,
     .values = shells,
     .command_line_only = true},

    {.group = "all",
     .name = "help",
     .letter = 'h',
     .help = "Print help and exit.",
     .set = set_nothing,
     .command_line_only = true},
    {.group = "all",
     .name = "version",
     .letter = 'V',
     .help = "Print the version and exit.",
     .set = set_nothing,
     .command_line_only = true},
};

constexpr OptionGroup groups[] = {
    {"scan", "Output"},
    {"check", "Output"},
    {"migrate", "Target and output"},
    {"missing", "What the inputs lack"},
    {"loading", "Loading"},
    {"schema", "PostgreSQL"},
    {"postgresql", "PostgreSQL"},
    {"plan", "Target and output"},
    {"apply", "Plan and target"},
    {"target", "Target"},
    {"runs", "Target"},
    {"undo", "Target"},
    {"checking", "Checking"},
    {"reading", "Reading"},
    {"running", "Running"},
    {"settings", "Settings"},
    {"generate", "What is generated"},
    {"rebuild", "What is rebuilt"},
    {"help", "What is printed"},
    {"all", "Everywhere"},
};

}  // namespace

std::span<const Option> all_options() { return table; }

std::span<const OptionGroup> option_groups() { return groups; }

bool takes_group(const Command& command, std::string_view group) {
  if (group == "all") return true;
  std::string_view names = command.options;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    if (names.substr(0, end) == group) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

std::vector<const Option*> options_of(const Command& command) {
  std::vector<const Option*> out;
  for (const Option& option : table) {
    if (takes_group(command, option.group)) out.push_back(&option);
  }
  return out;
}

std::vector<const Command*> commands_with(std::string_view group) {
  std::vector<const Command*> out;
  for (const Command& command : commands()) {
    if (takes_group(command, group)) out.push_back(&command);
  }
  return out;
}

}  // namespace trunklift
