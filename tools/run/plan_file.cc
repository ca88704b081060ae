// The file of a plan: a JSON object a line.
#include "run/plan_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/shortened.h"
#include "base/text.h"
#include "base/text_file.h"
#include "base/time.h"
#include "options/choices.h"
#include "options/option_table.h"
#include "options/option_values.h"
#include "options/secrets.h"
#include "parse/parser.h"

namespace trunklift {
namespace {

constexpr std::int64_t format_version = 1;

constexpr std::string_view record_tables[] = {"trunk", "device",
                                              "phone_number"};

std::string_view kind_word(Kind kind) {
  switch (kind) {
    case Kind::trunkstore: return "sys_info";
    case Kind::account: return "account";
    case Kind::number: return "number";
    case Kind::limits: return "limits";
    case Kind::other: return "other";
    case Kind::unreadable: return "unreadable";
  }
  return "";
}

std::string_view complete_name(Complete complete) {
  for (const auto& [name, value] : option_values::complete_names) {
    if (value == complete) return name;
  }
  return "";
}

std::string options_of(const Settings& settings) {
  std::string out;
  JsonWriter(out, JsonWriter::Texts::data)
      .object()
      .text("schema", settings.schema)
      .flag("strict", settings.strict)
      .text("account", settings.account)
      .number("max-document", settings.max_document)
      .number("max-depth", settings.max_depth)
      .number("max-expansion", settings.max_expansion)
      .text("complete", complete_name(settings.complete))
      .flag("prune", settings.prune)
      .end_object();
  return out;
}

[[noreturn]] void refuse_file(const std::string& path,
                              const std::string& reason) {
  throw Error(Exit::usage, "read plan", path, reason,
              "trunklift plan makes one");
}

std::string text_of(const Value& object, std::string_view name) {
  const Value* value = object.find(name);
  return std::string(value ? value->string_or_empty() : "");
}

std::uint64_t number_of(const Value& object, std::string_view name) {
  const Value* value = object.find(name);
  return value && value->is(Type::integer)
             ? static_cast<std::uint64_t>(value->integer)
             : 0;
}

bool flag_of(const Value& object, std::string_view name) {
  const Value* value = object.find(name);
  return value && value->is(Type::boolean) && value->truth;
}

// As the option of that name reads it, with its limits: whoever can change a
// plan must not get more by it than by options.
void set_number(const std::string& path, const Value& options,
                std::string_view name, Settings& settings) {
  const Value* value = options.find(name);
  const std::string text =
      value && value->is(Type::integer) ? value->number_text() : "";
  for (const Option& option : all_options()) {
    if (option.name != name) continue;
    const std::string wrong = option.set(settings, text, choices());
    if (wrong.empty()) return;
    refuse_file(path, fmt::format("its {}: {}", name, wrong));
  }
}

void set_options(const std::string& path, const Value& options,
                 Settings& settings) {
  settings.schema = text_of(options, "schema");
  settings.strict = flag_of(options, "strict");
  settings.account = text_of(options, "account");
  for (const std::string_view name :
       {"max-document", "max-depth", "max-expansion"}) {
    set_number(path, options, name, settings);
  }
  settings.prune = flag_of(options, "prune");
  settings.complete = Complete::none;
  for (const auto& [name, value] : option_values::complete_names) {
    if (text_of(options, "complete") == name) settings.complete = value;
  }
}

// It is read twice.
TextFile opened(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    refuse_file(path, "it is no file");
  }
  return {path, {Exit::usage, "read plan", "trunklift plan makes one"}};
}

}  // namespace

std::string header_line(const PlanHeader& header, const Settings& settings,
                        const PlannedRun& planned) {
  std::string out;
  JsonWriter json(out, JsonWriter::Texts::data);
  json.object()
      .number("trunklift_plan", format_version)
      .text("made", iso_now())
      .text("rules", header.rules)
      .object("source")
      .text("hash", header.source)
      .array("inputs");
  for (const std::string& input : header.inputs) json.text(input);
  json.end_array()
      .end_object()
      .object("target")
      .text("place", without_secrets(planned.place))
      .text("schema", settings.target_schema)
      .number("version", planned.version)
      .text_or_null("made", planned.made)
      .end_object()
      .json("options", options_of(settings))
      .end_object()
      .end_line();
  return out;
}

std::string change_line(const PlannedChange& change) {
  std::string out;
  JsonWriter(out, JsonWriter::Texts::data)
      .object()
      .text("action", action_name(change.action))
      .text("kind", kind_word(change.kind))
      .text("account_id", change.account_id)
      .text("document_id", change.document_id)
      .text_or_null("before", change.before)
      .text_or_null("after", change.after)
      .text_or_null("state", change.state)
      .end_object()
      .end_line();
  return out;
}

std::string summary_line(const PlannedRun& planned) {
  std::string out;
  JsonWriter json(out, JsonWriter::Texts::data);
  json.object().object("summary");
  for (std::size_t kind = 0; kind < planned.counts.size(); ++kind) {
    const auto& counts = planned.counts[kind];
    if (std::all_of(counts.begin(), counts.end(),
                    [](std::uint64_t count) { return count == 0; })) {
      continue;
    }
    json.object(kind_word(static_cast<Kind>(kind)));
    for (std::size_t i = 0; i < action_count; ++i) {
      if (counts[i] == 0) continue;
      json.number(action_name(static_cast<Action>(i)), counts[i]);
    }
    json.end_object();
  }
  json.end_object().end_object().end_line();
  return out;
}

PlanHeader read_header(const std::string& path, Settings& settings) {
  TextFile file = opened(path);
  std::string line;
  file.next(line);
  Parser parser;
  const Value* root = parser.parse_copy(line);
  const Value* format = root ? root->find("trunklift_plan") : nullptr;
  if (!format) refuse_file(path, "it is not a plan");
  if (!format->is(Type::integer) || format->integer != format_version) {
    refuse_file(path, "it has a format that this program does not know");
  }
  const Value* source = root->find("source");
  const Value* target = root->find("target");
  const Value* options = root->find("options");
  if (!source || !target || !options) refuse_file(path, "it is not complete");
  // The summary comes last.
  std::string last;
  while (file.next(line)) last = line;
  if (!last.starts_with("{\"summary\":") || !last.ends_with("}}")) {
    refuse_file(path, "it is not complete");
  }
  PlanHeader out;
  out.rules = text_of(*root, "rules");
  out.source = text_of(*source, "hash");
  if (const Value* inputs = source->find("inputs")) {
    for (const Value& input : items(*inputs)) {
      out.inputs.emplace_back(input.string_or_empty());
    }
  }
  out.schema_of_target = text_of(*target, "schema");
  out.version = static_cast<int>(number_of(*target, "version"));
  out.made = text_of(*target, "made");
  set_options(path, *options, settings);
  return out;
}

void read_changes(const std::string& path,
                  const std::function<void(std::string_view line)>& each) {
  TextFile file = opened(path);
  std::string line;
  while (file.next(line)) {
    if (line.starts_with("{\"action\":")) each(line);
  }
}

std::string described(std::string_view change_line) {
  Parser parser;
  const Value* change = parser.parse_copy(change_line);
  if (!change) return "a line that is no JSON";
  return printable(fmt::format("{} {} {}/{}", text_of(*change, "action"),
                               text_of(*change, "kind"),
                               shortened(text_of(*change, "account_id")),
                               shortened(text_of(*change, "document_id"))));
}

std::string counts_text(const PlannedRun& planned) {
  std::string out;
  for (std::size_t kind = 0; kind < planned.counts.size(); ++kind) {
    std::string counts;
    for (std::size_t i = 0; i < action_count; ++i) {
      if (planned.counts[kind][i] == 0) continue;
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ",
                            action_name(static_cast<Action>(i)),
                            grouped(planned.counts[kind][i]));
    }
    if (counts.empty()) continue;
    out +=
        fmt::format("{:<11}{}\n", kind_word(static_cast<Kind>(kind)), counts);
  }
  std::string rows;
  for (std::size_t i = 0; i < planned.rows_after.size(); ++i) {
    rows += fmt::format("{}{} {} -> {}", i ? ", " : "", record_tables[i],
                        grouped(planned.rows_before[i]),
                        grouped(planned.rows_after[i]));
  }
  return out + "rows       " + rows + " (of documents that change)\n";
}

}  // namespace trunklift
