// All sources of one option are ranked; what counts is listed as text or JSON.
#include "options/settings.h"

#include <fmt/format.h>

#include <cstdlib>

#include "base/error.h"
#include "base/json_writer.h"
#include "options/secrets.h"

namespace trunklift {
namespace {

constexpr std::string_view from_command_line = "command line";

std::vector<std::string> values_named(const GivenValues& given,
                                      const std::string& name) {
  std::vector<std::string> out;
  for (const auto& [key, value] : given) {
    if (key == name) out.push_back(value);
  }
  return out;
}

Setting settle_one(const Option& option, const Command& command,
                   const GivenValues& line, const ConfigurationFile& file) {
  const std::string name(option.name);
  if (auto values = values_named(line, name); !values.empty()) {
    return {&option, std::move(values), std::string(from_command_line)};
  }
  const std::string variable(option.variable);
  const char* value =
      variable.empty() ? nullptr : std::getenv(variable.c_str());
  if (value != nullptr && *value != '\0') {
    return {&option,
            {std::string(option.variable_value)},
            "environment " + variable};
  }
  const std::string section = std::string(command.name) + ".";
  for (const std::string& key : {section + name, name}) {
    if (auto values = values_named(file.values, key); !values.empty()) {
      return {&option, std::move(values), "file " + file.path};
    }
  }
  Setting standard{&option, {}, "default"};
  if (option.computed != nullptr) {
    standard.values.push_back(option.computed());
  } else if (!option.standard.empty()) {
    standard.values.emplace_back(option.standard);
  }
  return standard;
}

// "--jobs 0", or "jobs=0 (file trunklift.conf)".
std::string written(const Setting& setting, const std::string& value) {
  const std::string shown = without_secrets(value);
  if (setting.origin == from_command_line) {
    return fmt::format("--{} {}", setting.option->name, shown);
  }
  return fmt::format("{}={} ({})", setting.option->name, shown, setting.origin);
}

bool is_flag(const Option& option) { return option.argument.empty(); }

}  // namespace

std::vector<Setting> settle(const Command& command, const GivenValues& line,
                            const ConfigurationFile& file) {
  std::vector<Setting> out;
  for (const Option* option : options_of(command)) {
    const bool for_help = command.name == "help" && option->group == "help";
    if (option->command_line_only && !for_help) continue;
    out.push_back(settle_one(*option, command, line, file));
    // Where an option can be given once, the last one counts.
    auto& values = out.back().values;
    if (!option->repeatable && values.size() > 1) {
      values.erase(values.begin(), values.end() - 1);
    }
  }
  return out;
}

void apply(const std::vector<Setting>& list, const Choices& choices,
           Settings& settings) {
  for (const Setting& setting : list) {
    for (const std::string& value : setting.values) {
      const std::string problem = setting.option->set(settings, value, choices);
      if (problem.empty()) continue;
      throw Error(Exit::usage, "use", written(setting, value), problem);
    }
  }
}

std::string settings_text(const std::vector<Setting>& list) {
  std::string out;
  const auto line = [&](const std::string& text, const std::string& origin) {
    out += fmt::format("{:<31} # {}\n", text, origin);
  };
  for (const Setting& setting : list) {
    const std::string name(setting.option->name);
    for (const std::string& value : setting.values) {
      line(name + "=" + without_secrets(value), setting.origin);
    }
    if (!setting.values.empty()) continue;
    if (is_flag(*setting.option)) {
      line(name + "=false", setting.origin);
    } else {
      line("# " + name, setting.origin + ", not set");
    }
  }
  return out;
}

std::string settings_json(const std::vector<Setting>& list,
                          const Settings& settings) {
  std::string out;
  JsonWriter json(out, JsonWriter::Texts::data);
  const auto texts = [&](const std::vector<std::string>& values) {
    json.array();
    for (const std::string& value : values) json.text(without_secrets(value));
    json.end_array();
  };
  json.object().text("command", settings.command).key("inputs");
  texts(settings.inputs);
  for (const Setting& setting : list) {
    json.key(setting.option->name);
    if (setting.option->repeatable) {
      texts(setting.values);
    } else if (is_flag(*setting.option)) {
      json.json(setting.values.empty() ? "false" : setting.values.front());
    } else if (setting.values.empty()) {
      json.json("null");
    } else {
      json.text(without_secrets(setting.values.front()));
    }
  }
  json.end_object();
  return out;
}

}  // namespace trunklift
