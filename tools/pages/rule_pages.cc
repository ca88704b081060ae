// A rule is laid out for a terminal, as JSON, and as Markdown.
#include "pages/rule_pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.h"
#include "base/text.h"
#include "options/usage.h"

namespace trunklift {
namespace {

std::string_view effect_text(Effect effect) {
  switch (effect) {
    case Effect::none: return "none: the records are as without it";
    case Effect::rewrite: return "rewrite: the value is repaired on the way";
    case Effect::drop:
      return "drop: it has no place in the records, and is kept aside";
    case Effect::block: return "block: the document is rejected";
  }
  return "";
}

std::string_view fix_text(Fix fix) {
  switch (fix) {
    case Fix::none: return "none";
    case Fix::safe: return "safe: calls go as before";
    case Fix::lossy:
      return "lossy: something is given up, or calls may go another way";
  }
  return "";
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string places(const Rule& rule) {
  return rule.looks_at.empty() ? "the whole document"
                               : std::string(rule.looks_at);
}

// The text of a cell in a table of Markdown, or of a line.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

std::string anchor(const Rule& rule) { return to_lower(rule.id); }

std::string code_list(std::string_view text) {
  std::string out;
  for (const std::string_view word : words(text)) {
    out += fmt::format("{}`{}`", out.empty() ? "" : ", ", word);
  }
  return out;
}

std::string option_text(const RuleOption& option) {
  return fmt::format("{}: {} By itself {}, from {} to {}.", option.name,
                     option.summary, option.standard, option.least,
                     option.most);
}

std::string section(const Rule& rule) {
  std::string out =
      fmt::format("### <a id=\"{}\"></a>{} {}\n\n{}\n\n{}\n\n", anchor(rule),
                  rule.id, rule.slug, escaped(rule.summary), escaped(rule.why));
  const auto item = [&](std::string_view name, const std::string& text) {
    if (!text.empty()) out += fmt::format("* {}: {}\n", name, text);
  };
  item("Looks at",
       rule.looks_at.empty() ? "the whole document" : code_list(rule.looks_at));
  item("Says", "`" + std::string(rule.message) + "`");
  item("Severity", std::string(severity_name(rule.severity)) +
                       ", in the scope of one " +
                       std::string(scope_name(rule.scope)));
  item("Conversion", std::string(effect_text(rule.effect)));
  item("Repair", std::string(fix_text(rule.fix)));
  for (const RuleOption& option : rule.options) {
    item("Option", option_text(option));
  }
  item("Never shows", code_list(rule.sensitive));
  item("Seen on the platform in", code_list(rule.cases));
  item("Since", std::string(rule.since));
  return out + "\n";
}

}  // namespace

std::string rules_table(const std::vector<const Rule*>& rules) {
  std::size_t longest = 0;
  for (const Rule* rule : rules) longest = std::max(longest, rule->slug.size());
  std::string out;
  for (const Rule* rule : rules) {
    out += fmt::format("{}  {:{}}  {:7}  {:7}  {:8}  fix {:5}  {}\n", rule->id,
                       rule->slug, longest, severity_name(rule->severity),
                       effect_name(rule->effect), scope_name(rule->scope),
                       fix_name(rule->fix), rule->group);
  }
  return out;
}

std::string rules_markdown(const std::vector<const Rule*>& rules) {
  std::string out =
      "# Rules\n\n"
      "Written by `trunklift rules --format markdown`, not by hand.\n"
      "`trunklift explain RULE` prints one of them. Cases are documents whose\n"
      "outcome the platform itself printed.\n\n"
      "| id | name | severity | conversion | repair | |\n"
      "|----|------|----------|------------|--------|-|\n";
  for (const Rule* rule : rules) {
    out += fmt::format("| [{}](#{}) | {} | {} | {} | {} | {} |\n", rule->id,
                       anchor(*rule), rule->slug, severity_name(rule->severity),
                       effect_name(rule->effect), fix_name(rule->fix),
                       escaped(rule->summary));
  }
  std::vector<std::string_view> groups;
  for (const Rule* rule : rules) {
    if (std::find(groups.begin(), groups.end(), rule->group) == groups.end()) {
      groups.push_back(rule->group);
    }
  }
  for (const std::string_view group : groups) {
    out += fmt::format("\n## {}\n\n", group);
    for (const Rule* rule : rules) {
      if (rule->group == group) out += section(*rule);
    }
    out.pop_back();
  }
  return out;
}

std::string rule_text(const Rule& rule) {
  std::string out = fmt::format("{} {}\n\n{}\n{}\n", rule.id, rule.slug,
                                wrapped(rule.summary, 0), wrapped(rule.why, 0));
  const auto row = [&](std::string_view name, const std::string& text) {
    if (text.empty()) return;
    out += fmt::format("{:12}", name) + wrapped(text, 12);
  };
  row("group", std::string(rule.group));
  row("looks at", places(rule));
  row("says", std::string(rule.message));
  row("severity", std::string(severity_name(rule.severity)));
  row("scope", std::string(scope_name(rule.scope)));
  row("conversion", std::string(effect_text(rule.effect)));
  row("repair", std::string(fix_text(rule.fix)));
  for (const RuleOption& option : rule.options) {
    row("option", option_text(option));
  }
  row("never shows", std::string(rule.sensitive));
  row("cases", std::string(rule.cases));
  row("since", std::string(rule.since));
  return out;
}

std::string rule_json(const Rule& rule) {
  std::string out;
  JsonWriter json(out, JsonWriter::Texts::data);
  const auto list = [&](std::string_view name, std::string_view value) {
    json.array(name);
    for (const std::string_view word : words(value)) json.text(word);
    json.end_array();
  };
  json.object()
      .text("id", rule.id)
      .text("slug", rule.slug)
      .text("group", rule.group)
      .text("since", rule.since)
      .text("severity", severity_name(rule.severity))
      .text("scope", scope_name(rule.scope))
      .text("effect", effect_name(rule.effect))
      .text("fix", fix_name(rule.fix))
      .text("summary", rule.summary);
  list("looks_at", rule.looks_at);
  json.text("message", rule.message).text("why", rule.why);
  list("cases", rule.cases);
  list("sensitive", rule.sensitive);
  json.array("options");
  for (const RuleOption& option : rule.options) {
    json.object()
        .text("name", option.name)
        .number("standard", option.standard)
        .number("least", option.least)
        .number("most", option.most)
        .text("summary", option.summary)
        .end_object();
  }
  json.end_array().end_object().end_line();
  return out;
}

}  // namespace trunklift
