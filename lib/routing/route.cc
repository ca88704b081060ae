// The answers as JSON.
#include "routing/route.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/shortened.h"
#include "model/pointer.h"
#include "routing/shown_value.h"

namespace trunklift::routing {
namespace {

// A text of so many bytes is cheaper to print than to remember.
constexpr std::uint32_t few = 16;

void append_flags(std::string& out, const FlagLists& flags) {
  out += '[';
  const auto append = [&](const Value* list, bool is_dynamic) {
    if (!list) return;
    for (const Value& flag : items(*list)) {
      if (is_dynamic && !flag.is(Type::string)) continue;
      if (out.back() != '[') out += ',';
      if (is_dynamic) {
        append_json_string(out, "dynamic:" + std::string(flag.string()));
      } else {
        append_shown_value(out, flag, true);
      }
    }
  };
  append(flags.of_account_document, false);
  append(flags.dynamic_of_account_document, true);
  append(flags.own, false);
  append(flags.dynamic, true);
  out += ']';
}

}  // namespace

void append_setting_json(std::string& out, const Setting& setting,
                         const Route& route) {
  if (setting.name == "Flags") return append_flags(out, route.flags);
  if (setting.level == Level::call) return append_json(out, setting.value);
  const bool through_view = setting.level != Level::account_document &&
                            setting.level != Level::number_document;
  append_shown_value(out, setting.value, through_view);
}

template <typename Make>
const std::string& ShownValues::remembered(const Key& key, const Make& make) {
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;
  std::string text;
  make(text);
  return known_[key] = shortened(text);
}

const std::string& ShownValues::shown(const Value& value) {
  const bool is_list = value.is(Type::array) || value.is(Type::object);
  const bool is_long_text = value.is(Type::string) && value.size > few;
  if ((is_list && value.size > 0) || is_long_text) {
    return remembered({value.text, nullptr}, [&](std::string& text) {
      append_shown_value(text, value, false);
    });
  }
  small_.clear();
  append_shown_value(small_, value, false);
  return small_;
}

const std::string& ShownValues::shown(const Setting& setting,
                                      const Route& route) {
  if (setting.name == "Flags") {
    return remembered(
        {route.flags.own, route.flags.dynamic},
        [&](std::string& text) { append_flags(text, route.flags); });
  }
  if (setting.level != Level::call) return shown(setting.value);
  small_.clear();
  append_json(small_, setting.value);
  return small_;
}

std::string ServerPlace::pointer() const {
  std::string out = "/servers";
  append_token(out, key.data() ? key : std::string_view(std::to_string(index)));
  return out;
}

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::endpoint: return "endpoint";
    case Outcome::no_did_found: return "no_did_found";
    case Outcome::contested: return "contested";
    case Outcome::elsewhere: return "elsewhere";
    case Outcome::server_disabled: return "server_disabled";
    case Outcome::offnet: return "offnet";
    case Outcome::ignored: return "ignored";
    case Outcome::hangup: return "hangup";
    case Outcome::crash: return "crash";
  }
  return "";
}

void Route::clear() {
  outcome = Outcome::crash;
  settings.clear();
  bypass = bridgeable = false;
  flags = {};
  by = options = nullptr;
}

const Setting* Route::find(std::string_view name) const {
  for (const Setting& setting : settings) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

void RoutePrinter::settings(std::string& out, const Route& route) {
  JsonWriter json(out);
  json.object();
  for (const Setting& setting : route.settings) {
    json.key(setting.name);
    if (left_ > 0) {
      append_setting_json(out, setting, route);
      continue;
    }
    const std::string& shown = shown_.shown(setting, route);
    // What was shortened is JSON no more.
    if (shown.size() > most_shown) {
      append_json_string(out, shown);
    } else {
      out += shown;
    }
  }
  json.end_object();
}

// The same for names.
std::string_view RoutePrinter::name(std::string_view text) {
  if (left_ > 0 || text.size() <= most_shown) return text;
  return names_.try_emplace(text.data(), shortened(text)).first->second;
}

void RoutePrinter::printed(std::size_t bytes) {
  left_ -= std::min(left_, bytes);
}

void RoutePrinter::inbound(std::string& out, std::string_view number,
                           const Route& route) {
  const std::size_t begin = out.size();
  JsonWriter json(out);
  json.object()
      .text("account_id", name(account_id_))
      .plain("direction", "inbound")
      .text("number", number)
      .plain("outcome", outcome_name(route.outcome));
  if (route.outcome == Outcome::endpoint) {
    json.key("endpoint");
    settings(out, route);
    json.plain("media", route.bypass ? "bypass" : "process")
        .flag("bridgeable", route.bridgeable);
  }
  json.end_object().end_line();
  printed(out.size() - begin);
}

void RoutePrinter::outbound(std::string& out, const Call& call,
                            const Route& route) {
  const std::size_t begin = out.size();
  JsonWriter json(out);
  json.object().text("account_id", account_id_).plain("direction", "outbound");
  if (call.has_user) {
    json.text("user", call.user).text("realm", name(call.realm));
  } else {
    json.text("address", call.address);
  }
  json.plain("outcome", outcome_name(route.outcome));
  if (route.outcome == Outcome::offnet) {
    json.key("request");
    settings(out, route);
  }
  json.end_object().end_line();
  printed(out.size() - begin);
}

}  // namespace trunklift::routing
