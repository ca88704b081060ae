// From words to settings: tables, values, secrets.
#include "options/options.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "options/closest.h"
#include "options/option_table.h"
#include "options/secrets.h"
#include "options/usage.h"

namespace trunklift {
namespace {

const Choices known = {
    .formats = {{"text", "PATH"}, {"jsonl", "PATH"}},
    .targets = {{"sqlite", "FILE"}, {"csv", "DIR"}},
    .databases = {{"sqlite", "FILE"}},
    .servers = {{"postgresql", "//HOST"}},
    .schemas = {{"connectivity", ""}},
};

// What `words` mean where no configuration file is looked for.
Settings settings_of(std::vector<std::string> words) {
  ::unsetenv("NO_COLOR");
  if (words.front() == "check" || words.front() == "migrate") {
    words.insert(words.begin() + 1, "--isolated");
  }
  return read_command_line(words, known).settings;
}

std::string refusal(const std::vector<std::string>& words) {
  try {
    settings_of(words);
  } catch (const Error& error) {
    CHECK(error.code() == Exit::usage);
    return std::string(error.what()) + " / " + error.advice();
  }
  return "none";
}

}  // namespace

TEST_CASE("options may stand anywhere, and -- ends them") {
  const Settings a = settings_of({"check", "-j", "3", "a", "-", "--strict"});
  CHECK(a.command == "check");
  CHECK(a.jobs == 3);
  CHECK(a.strict);
  CHECK(a.inputs == std::vector<std::string>{"a", "-"});

  const Settings b = settings_of({"check", "-qj4", "--", "--strict", "-x"});
  CHECK(b.jobs == 4);
  CHECK(b.quiet);
  CHECK_FALSE(b.strict);
  CHECK(b.inputs == std::vector<std::string>{"--strict", "-x"});

  CHECK(read_command_line({"--isolated", "-q", "check", "a"}, known)
            .settings.quiet);
}

TEST_CASE("words stay in order between options of any form") {
  const Settings a = settings_of(
      {"check", "a", "b", "--jobs=2", "c", "-q", "d", "--max-depth", "9", "e",
       "--strict", "--max-document=9MiB", "f", "--", "-g", "--", "h"});
  CHECK(a.inputs == std::vector<std::string>{"a", "b", "c", "d", "e", "f", "-g",
                                             "--", "h"});
  CHECK(a.jobs == 2);
  CHECK(a.max_depth == 9);
  CHECK(a.strict);
  CHECK(refusal({"check", "a", "--max-depth", "-q"}).find("--max-depth") !=
        std::string::npos);
}

TEST_CASE("defaults") {
  const Settings check = settings_of({"check", "a"});
  CHECK(check.jobs >= 1);
  CHECK(check.schema == "connectivity");
  CHECK(check.fail_on == FailOn::error);
  CHECK(check.progress == When::automatic);
  REQUIRE(check.reports.size() == 1);
  CHECK(check.reports[0].format == "text");
  CHECK(check.reports[0].path.empty());

  CHECK(settings_of({"migrate", "a", "--to", "csv:d"}).reports.empty());

  const Settings generate = settings_of({"generate", "--documents", "9"});
  CHECK(generate.documents == 9);
  CHECK(generate.seed == 1);
  CHECK(generate.flaws == 0.05);
  CHECK(generate.output.empty());
}

TEST_CASE("values become what they mean") {
  const Settings migrate = settings_of(
      {"migrate", "a", "--to", "sqlite:a:b.db", "--fail-on", "never",
       "--report", "text", "--report=jsonl=f=1", "--color=always"});
  CHECK(migrate.to.scheme == "sqlite");
  CHECK(migrate.to.place == "a:b.db");
  CHECK(migrate.fail_on == FailOn::never);
  CHECK(migrate.color == When::always);
  REQUIRE(migrate.reports.size() == 2);
  CHECK(migrate.reports[1].format == "jsonl");
  CHECK(migrate.reports[1].path == "f=1");

  CHECK(settings_of({"check", "a", "--report", "jsonl=-"}).reports[0].path ==
        "");
  CHECK(
      settings_of({"generate", "--documents", "1", "--flaws", "12.5%"}).flaws ==
      0.125);
  CHECK(settings_of({"generate", "--documents", "1", "-o", "-"}).output == "");
  CHECK(settings_of({"rebuild", "--from", "sqlite:x", "-o", "y"}).output ==
        "y");
}

TEST_CASE("refusals name the word, the reason and the way out") {
  CHECK(refusal({"chekc"}) ==
        "cannot run chekc: there is no such command / "
        "did you mean check? see: trunklift help");
  CHECK(refusal({"check", "--reprot"}) ==
        "cannot understand --reprot: there is no such option / "
        "did you mean --report? see: trunklift help check");
  CHECK(refusal({"migrate", "a", "--to", "pg:x"}) ==
        "cannot use --to pg:x: expected sqlite:FILE or csv:DIR / ");
  CHECK(refusal({"check", "a", "-j", "0"}) ==
        "cannot use --jobs 0: expected a whole number from 1 to 1024 / ");
  CHECK(refusal({"check", "a", "--to", "csv:d"}) ==
        "cannot run check: it does not take --to (migrate, target, runs, undo, "
        "plan, apply take it) / "
        "see: trunklift help check");
}

TEST_CASE("an option's value that looks like an option is none") {
  CHECK(refusal({"check", "a", "--rejects", "--strict"}) ==
        "cannot use --rejects: its value is missing / "
        "for one that starts with -: --rejects=--strict");
  CHECK(settings_of({"generate", "--documents", "1", "-o", "-"}).output == "");
  CHECK(settings_of({"check", "a", "--rejects=--strict"}).rejects ==
        "--strict");
}

TEST_CASE("the options in effect as JSON, without secrets") {
  const Settings settings =
      settings_of({"migrate", "http://u:hunter2@h/\"x\"", "-j", "2", "--strict",
                   "--to", "sqlite:password=hunter2", "--report", "jsonl=f"});
  CHECK(
      settings.options_json ==
      R"({"command":"migrate","inputs":["http://u:***@h/\"x\""],)"
      R"("to":"sqlite:password=***","report":["jsonl=f"],)"
      R"("dry-run":false,"max-rejects":null,"on-max-rejects":"undo",)"
      R"("memory":"1GiB","complete":"accounts","prune":false,)"
      R"("target-schema":"trunklift","retry-for":"60s","connections":"2",)"
      R"("schema":"connectivity","strict":true,"explain-skips":false,"account":null,)"
      R"("rejects":null,"fail-on":"error","select":[],"ignore":[],"rule":[],)"
      R"("max-per-rule":null,"suppressions":null,"baseline":null,)"
      R"("write-baseline":null,)"
      R"("prune-baseline":false,"max-errors":[],"max-error-rate":[],)"
      R"("max-document":"16MiB",)"
      R"("max-depth":"1024",)"
      R"("max-expansion":"1000",)"
      R"("fail-on-unmatched":false,"allow-empty":false,"jobs":"2","progress":"auto",)"
      R"("quiet":false,"color":"auto"})");
  CHECK(settings.to.place == "password=hunter2");
}

TEST_CASE("whether a number of findings was given is known") {
  CHECK_FALSE(settings_of({"check", "a"}).max_per_rule);
  CHECK(settings_of({"check", "a", "--max-per-rule", "0"}).max_per_rule == 0U);
  CHECK(settings_of({"migrate", "a", "--to", "csv:d", "--max-per-rule=7"})
            .max_per_rule == 7U);
}

TEST_CASE("the default of --max-depth is the parser's") {
  CHECK(settings_of({"check", "a"}).max_depth == Parser::default_max_depth);
  CHECK(settings_of({"scan", "a", "--max-depth", "2000"}).max_depth == 2000);
}

TEST_CASE("sizes have units") {
  const auto memory = [](const std::string& size) {
    return settings_of({"migrate", "a", "--to", "csv:d", "--memory", size})
        .memory;
  };
  CHECK(memory("4096") == 4096);
  CHECK(memory("64K") == 65536);
  CHECK(memory("512MiB") == std::uint64_t{512} << 20);
  CHECK(memory("3G") == std::uint64_t{3} << 30);
  CHECK(settings_of({"check", "a", "--max-document", "64M"}).max_document ==
        std::uint64_t{64} << 20);
  CHECK(settings_of({"check", "a", "--max-document", "4GiB"}).max_document ==
        std::uint64_t{4} << 30);
  CHECK(refusal({"check", "a", "--max-document=5GiB"}) ==
        "cannot use --max-document 5GiB: expected a size such as 512KiB, "
        "16MiB or 1GiB / ");
  for (const std::string size :
       {"0", "-1", "1.5G", "MiB", "9999999999G", "1T"}) {
    CHECK(refusal({"migrate", "a", "--to", "csv:d", "--memory=" + size}) ==
          "cannot use --memory " + size +
              ": expected a size such as 512MiB or 2GiB / ");
  }
}

TEST_CASE("a configuration file") {
  const auto path =
      std::filesystem::temp_directory_path() /
      ("trunklift-options-test-" + std::to_string(std::rand()) + ".conf");
  std::ofstream(path) << "jobs=3\n[migrate]\nto=csv:d\njobs=4\n";
  const auto read = [&](const std::string& command) {
    return read_command_line({command, "a", "--config", path.string()}, known)
        .settings;
  };
  CHECK(read("check").jobs == 3);
  CHECK(read("migrate").jobs == 4);
  CHECK(read("migrate").to.place == "d");
  std::filesystem::remove(path);
}

TEST_CASE("secrets are masked") {
  CHECK(without_secrets("sqlite:demo.db") == "sqlite:demo.db");
  CHECK(without_secrets("postgresql://u:p@h/d") == "postgresql://u:***@h/d");
  CHECK(without_secrets("postgresql://u:p/@w@h/d") == "postgresql://u:***@h/d");
  CHECK(without_secrets("postgresql://u@h:5432/d") ==
        "postgresql://u@h:5432/d");
  CHECK(without_secrets("postgresql://h:5432/d") == "postgresql://h:5432/d");
  CHECK(without_secrets("sip:u:p@h") == "sip:u:***@h");
  CHECK(without_secrets("SIPS:u:p@w@h:5061") == "SIPS:u:***@h:5061");
  CHECK(without_secrets("sip:u@h:5060") == "sip:u@h:5060");
  CHECK(without_secrets("host=h password=p user=u") ==
        "host=h password=*** user=u");
  CHECK(without_secrets("host=h PASSWORD = 'p \\' q' user=u") ==
        "host=h PASSWORD = *** user=u");
  CHECK(without_secrets("sslpassword=p") == "sslpassword=***");
  CHECK(without_secrets("postgresql://h/d?password=p&sslmode=x") ==
        "postgresql://h/d?password=***&sslmode=x");
  CHECK(without_secrets("password=") == "password=***");
  CHECK(without_secrets("password=a password=b") ==
        "password=*** password=***");
  // Escaped names, forgotten quotes, other names.
  CHECK(without_secrets("postgresql://h/d?pass%77ord=p&x=y") ==
        "postgresql://h/d?pass%77ord=***&x=y");
  CHECK(without_secrets("host=h password = TOP SECRET") ==
        "host=h password = ***");
  CHECK(without_secrets("password = TOP SECRET user = u dbname=d") ==
        "password = *** user = u dbname=d");
  CHECK(without_secrets("PGPASSWORD=p db_token=t Secret=s") ==
        "PGPASSWORD=*** db_token=*** Secret=***");
  CHECK(without_secrets("host=h user=u") == "host=h user=u");
  // Wherever they stand, and each of several.
  CHECK(without_secrets("cannot run postgresql://u:p@h/d: no such command") ==
        "cannot run postgresql://u:***@h/d: no such command");
  CHECK(without_secrets("https://u:p@h/a and https://v:q@i/b") ==
        "https://u:***@h/a and https://v:***@i/b");
  CHECK(without_secrets("https://h:5984/a and https://v:q@i/b") ==
        "https://h:5984/a and https://v:***@i/b");
  CHECK(without_secrets("dial sip:u:p@h now") == "dial sip:u:***@h now");
  CHECK(without_secrets("a://b") == "a://b");
  CHECK(without_secrets("://") == "://");
  CHECK(without_secrets("a:b@c") == "a:b@c");
}

TEST_CASE("the closest name") {
  const std::vector<std::string> names = {"check", "migrate", "generate"};
  CHECK(closest("chekc", names) == "check");
  CHECK(closest("migrat", names) == "migrate");
  CHECK(closest("genrate", names) == "generate");
  CHECK(closest("zebra", names).empty());
  CHECK(closest("", names).empty());
}

TEST_CASE("the tables are sound") {
  std::set<std::string_view> groups;
  for (const OptionGroup& group : option_groups()) groups.insert(group.name);
  for (const Option& option : all_options()) {
    INFO(option.name);
    CHECK(groups.count(option.group) == 1);
    CHECK_FALSE(commands_with(option.group).empty());
    CHECK(option.help.back() == '.');
    for (const Option& other : all_options()) {
      if (other.name != option.name) continue;
      CHECK(other.letter == option.letter);
      CHECK(other.argument.empty() == option.argument.empty());
      CHECK(other.mark == option.mark);
    }
  }
  for (const Command& command : commands()) {
    INFO(command.name);
    std::set<std::string> seen;
    for (const Option* option : options_of(command)) {
      CHECK(seen.insert(std::string(option->name)).second);
      if (option->letter != 0) {
        CHECK(seen.insert(std::string(1, option->letter)).second);
      }
    }
    CHECK(command.examples.find("trunklift " + std::string(command.name)) !=
          std::string_view::npos);
  }
}

// The defaults are written as a user would write them.
TEST_CASE("every default is a value that its option takes") {
  for (const Option& option : all_options()) {
    if (option.standard.empty()) continue;
    INFO(option.name);
    Settings settings;
    const std::string value = option.computed != nullptr
                                  ? option.computed()
                                  : std::string(option.standard);
    CHECK(option.set(settings, value, known).empty());
  }
}

}  // namespace trunklift
