// A document laid out for people, without what may be secret.
#include "fix/preview.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/shortened.h"
#include "base/text.h"

namespace trunklift {
namespace {

// Settings that say how a call goes, not who may make it.
constexpr std::array<std::string_view, 26> open_keys = {
    "auth_method",
    "cid_number",
    "codecs",
    "delay",
    "dynamic_flags",
    "e164",
    "enabled",
    "failover",
    "force_outbound",
    "ignore_early_media",
    "inbound_format",
    "inbound_trunks",
    "invite_format",
    "ip",
    "media_handling",
    "port",
    "progress_timeout",
    "pvt_created",
    "pvt_deleted",
    "pvt_modified",
    "pvt_type",
    "timeout",
    "transport",
    "trunks",
    "type",
    "hunt_non_reconcilable"};

// The words that such settings have, in lower case.
constexpr std::array<std::string_view, 22> open_words = {
    "password",   "ip",
    "none",       "e164",
    "e.164",      "npan",
    "1npan",      "true",
    "npanxxxxxx", "yes",
    "false",      "1npanxxxxxx",
    "username",   "no",
    "strip_plus", "auto",
    "process",    "bypass",
    "sys_info",   "pcmu",
    "pcma",       "e164_without_plus"};

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& list,
               std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// A number, an address or a known word: nobody's password by accident.
bool is_open(std::string_view text) {
  return text.find_first_not_of("0123456789.:+()-/ ") ==
             std::string_view::npos ||
         is_one_of(open_words, to_lower(text));
}

// What stands under it is not even laid out.
bool is_secret_key(std::string_view key) {
  const std::string lower = to_lower(key);
  constexpr std::array<std::string_view, 4> words = {"passw", "secret", "token",
                                                     "pin"};
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return lower.find(word) != std::string::npos;
  });
}

void append_kind(std::string& out, const Value& value) {
  const std::size_t size = value.is(Type::string) ? code_points(value.string())
                           : value.is_number()    ? 0
                                                  : value.size;
  const std::string_view unit = value.is(Type::string)  ? " character"
                                : value.is(Type::array) ? " item"
                                                        : " member";
  out += value.is(Type::string)   ? "(text of "
         : value.is(Type::array)  ? "(an array of "
         : value.is(Type::object) ? "(an object of "
                                  : "(a number";
  if (!value.is_number()) {
    out += std::to_string(size);
    out += unit;
    if (size != 1) out += 's';
  }
  out += ')';
}

void append_scalar(std::string& out, const Value& value, bool open) {
  if (value.is(Type::string) && value.size > 0) {
    if (!open || !is_open(value.string())) return append_kind(out, value);
    out += '"';
    append_printable(out, shortened(value.string()));
    out += '"';
  } else if (value.is_number() && !open) {
    append_kind(out, value);
  } else {
    append_json(out, value);
  }
}

// `open`: by the key that it stands under.
void append(std::string& out, const Value& value, bool open,
            std::size_t depth) {
  const auto line = [&](std::size_t at) {
    out += '\n';
    out.append(2 * at, ' ');
  };
  if (value.is(Type::object) && value.size > 0) {
    out += '{';
    for (const Member& member : members(value)) {
      line(depth + 1);
      out += '"';
      std::string room;
      append_printable(out, shown(member.key, room));
      out += "\": ";
      const bool nested =
          member.value.is(Type::object) || member.value.is(Type::array);
      if (nested && is_secret_key(member.key)) {
        append_kind(out, member.value);
      } else {
        append(out, member.value, is_one_of(open_keys, member.key), depth + 1);
      }
    }
    line(depth);
    out += '}';
  } else if (value.is(Type::array) && value.size > 0) {
    out += '[';
    for (const Value& item : items(value)) {
      line(depth + 1);
      append(out, item, open, depth + 1);
    }
    line(depth);
    out += ']';
  } else {
    append_scalar(out, value, open);
  }
}

}  // namespace

std::string redacted_json(const Value& root) {
  std::string out;
  append(out, root, false, 0);
  out += '\n';
  return out;
}

}  // namespace trunklift
