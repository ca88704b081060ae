// How the values of route's own options are read; see option_values.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "command.h"
#include "options/choices.h"

namespace trunklift::option_values {

inline constexpr std::pair<std::string_view, RouteFormat> route_format_names[] =
    {{"text", RouteFormat::text}, {"jsonl", RouteFormat::jsonl}};

inline constexpr std::pair<std::string_view, bool> semantics_names[] = {
    {"effective", false}, {"intended", true}};

// Any text, one more each time.
template <std::vector<std::string> Settings::*member>
std::string add_text(Settings& settings, const std::string& text,
                     const Choices&) {
  if (text.empty()) return "it is empty";
  (settings.*member).push_back(text);
  return {};
}

// "trunk1@pbx.example.com".
inline std::string add_user(Settings& settings, const std::string& text,
                            const Choices&) {
  const std::size_t at = text.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) {
    return "expected a user and a realm, USER@REALM";
  }
  settings.users.push_back(text);
  return {};
}

// "jsonl", "text=answers.txt".
inline std::string set_route_report(Settings& settings, const std::string& text,
                                    const Choices&) {
  const std::size_t equals = text.find('=');
  for (const auto& [name, format] : route_format_names) {
    if (text.substr(0, equals) != name) continue;
    settings.route_format = format;
    if (equals == std::string::npos) return {};
    settings.output = text.substr(equals + 1);
    return settings.output.empty() ? "the path is empty" : "";
  }
  return "the formats are text and jsonl";
}

}  // namespace trunklift::option_values
