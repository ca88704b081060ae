// Most values hold nothing of the kind, and are printed as they are.
#include "routing/shown_value.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "routing/term.h"

namespace trunklift::routing {
namespace {

constexpr std::string_view hidden = "***";

bool is_secret_name(std::string_view name) {
  constexpr std::array<std::string_view, 6> words = {
      "passw", "secret", "token", "auth", "apikey", "api-key"};
  const std::string lower = to_lower(name);
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return lower.find(word) != std::string::npos;
  });
}

// The password of user:password@ behind the scheme of a URI; empty if there is
// none.
std::string_view password_in(std::string_view text) {
  const std::size_t scheme = text.find(':');
  const std::size_t at = text.rfind('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos ||
      at < scheme) {
    return {};
  }
  std::size_t colon = text.find(':', scheme + 1);
  // An address may be the whole of it, without a scheme.
  const std::string lower = to_lower(text.substr(0, scheme));
  if (!lower.ends_with("sip") && !lower.ends_with("sips") &&
      !text.substr(scheme).starts_with("://")) {
    colon = scheme;
  }
  if (colon == std::string_view::npos || colon >= at) return {};
  return text.substr(colon + 1, at - colon - 1);
}

bool may_hide(const Value& value) {
  if (value.is(Type::string)) return !password_in(value.string()).empty();
  const auto all_items = items(value);
  const auto all_members = members(value);
  return std::any_of(all_items.begin(), all_items.end(), may_hide) ||
         std::any_of(
             all_members.begin(), all_members.end(), [](const Member& member) {
               return is_secret_name(member.key) || may_hide(member.value);
             });
}

void append_redacted(std::string& out, const Value& value) {
  if (value.is(Type::string)) {
    append_json_string(out, without_passwords(value.string()));
  } else if (value.is(Type::array)) {
    out += '[';
    for (const Value& item : items(value)) {
      if (out.back() != '[') out += ',';
      append_redacted(out, item);
    }
    out += ']';
  } else if (value.is(Type::object)) {
    out += '{';
    for (const Member& member : members(value)) {
      if (out.back() != '{') out += ',';
      append_json_string(out, member.key);
      out += ':';
      if (is_secret_name(member.key)) {
        append_json_string(out, hidden);
      } else {
        append_redacted(out, member.value);
      }
    }
    out += '}';
  } else {
    append_script_json(out, value);
  }
}

}  // namespace

std::string without_passwords(std::string_view text) {
  std::string out(text);
  const std::string_view password = password_in(text);
  if (!password.empty()) {
    out.replace(static_cast<std::size_t>(password.data() - text.data()),
                password.size(), hidden);
  }
  return out;
}

void append_shown_value(std::string& out, const Value& value,
                        bool through_view) {
  if (may_hide(value)) return append_redacted(out, value);
  if (through_view) {
    append_script_json(out, value);
  } else {
    append_json(out, value);
  }
}

}  // namespace trunklift::routing
