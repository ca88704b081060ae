// The page is roff, section by section.
#include "pages/man.h"

#include <fmt/format.h>

#include <algorithm>

#include "options/rule_registry.h"
#include "options/usage.h"

namespace trunklift {
namespace {

// Text for roff: no escapes, no requests, minus signs that can be copied.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool at_line_start = out.empty() || out.back() == '\n';
    if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

// Paragraphs, divided by empty lines in `text`.
std::string paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    out += (out.empty() ? "" : ".PP\n") + roff(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return out;
}

std::string tagged(std::string_view tag, std::string_view text) {
  return ".TP\n.B " + roff(tag) + "\n" + roff(text) + "\n";
}

std::string code(std::string_view lines) {
  return ".PP\n.nf\n.RS 4\n" + roff(lines) + "\n.RE\n.fi\n";
}

std::string option_tag(const Option& option) {
  std::string out = ".TP\n.B ";
  if (option.letter != 0) out += fmt::format("\\-{}, ", option.letter);
  out += roff(fmt::format("--{}", option.name));
  if (!option.argument.empty()) {
    out += "\\fR \\fI" + roff(option.argument) + "\\fR";
  }
  return out + "\n";
}

std::string command_section() {
  std::string out = ".SH COMMANDS\n";
  for (const Command& command : commands()) {
    out += ".SS " + roff(synopsis(command)) + "\n";
    out += paragraphs(command.description);
    out += code(command.examples);
  }
  return out;
}

std::string option_section(const Choices& choices) {
  std::string out =
      ".SH OPTIONS\nOptions and arguments come in any order; "
      "\\-\\- ends the options.\n";
  for (const OptionGroup& group : option_groups()) {
    std::string takers;
    for (const Command* command : commands_with(group.name)) {
      takers += (takers.empty() ? "" : ", ") + std::string(command->name);
    }
    if (group.name == "all") takers = "all commands";
    out += roff(fmt::format(".SS {} ({})\n", group.title, takers)).substr(2);
    for (const Option& option : all_options()) {
      if (option.group != group.name) continue;
      out += option_tag(option) + roff(option_text(option, choices)) + "\n";
    }
  }
  return out;
}

std::string configuration_section() {
  return ".SH CONFIGURATION\n" +
         paragraphs(
             "check and migrate read ./trunklift.conf when it is there, or the "
             "file of --config. A line is NAME=VALUE, with the name of an "
             "option; a flag takes true or false; # starts a comment. Lines "
             "after [check] or [migrate] are for that command only. A name "
             "that does not exist is an error.\n\n"
             "The command line counts more than the environment, the "
             "environment more than the file, the file more than the default. "
             "--show-settings prints what is in effect, and why.") +
         code(
             "# trunklift.conf\nschema=connectivity-4.3\n\n[migrate]\n"
             "to=sqlite:modern.db\nreport=jsonl=findings.jsonl");
}

std::string rule_section() {
  std::string out =
      ".SH RULES\nWhat is looked for, with its severity. trunklift explain "
      "RULE says what each does to calls, and to a migration.\n";
  const RuleRegistry registry;
  for (const Rule* rule : registry.all()) {
    out += tagged(fmt::format("{} {} ({})", rule->id, rule->slug,
                              severity_name(rule->severity)),
                  rule->summary);
  }
  return out;
}

std::string exit_section() {
  std::string out = ".SH EXIT STATUS\n";
  for (const ExitMeaning& meaning : exit_meanings()) {
    out += tagged(std::to_string(static_cast<int>(meaning.code)), meaning.text);
  }
  return out +
         ".PP\nWhere several hold, the highest of 5, 4, 3 and 1 is "
         "given.\n";
}

}  // namespace

std::string man_page(const Choices& choices) {
  return fmt::format(
             ".TH TRUNKLIFT 1 \"\" \"trunklift {}\" \"User Commands\"\n",
             program_version()) +
         ".SH NAME\ntrunklift \\- lift legacy trunkstore documents into modern "
         "records\n"
         ".SH SYNOPSIS\n.B trunklift\n.I COMMAND\n[\\fIOPTION\\fR]... "
         "[\\fIARGUMENT\\fR]...\n"
         ".SH DESCRIPTION\n" +
         paragraphs(
             "trunklift migrates legacy SIP trunk documents (trunkstore, also "
             "called connectivity documents): it validates and normalizes "
             "them, reports what is wrong, and converts them to trunk, device "
             "and phone number records.\n\n"
             "Standard output carries only what was asked for; progress, "
             "summaries and warnings go to standard error.") +
         command_section() + option_section(choices) + configuration_section() +
         ".SH ENVIRONMENT\n" +
         tagged("NO_COLOR", "When not empty: as --color never.") +
         tagged("TERM", "When dumb: neither colour nor progress by itself.") +
         ".SH FILES\n" +
         tagged("./trunklift.conf", "Settings; see CONFIGURATION.") +
         exit_section() + rule_section();
}

}  // namespace trunklift
