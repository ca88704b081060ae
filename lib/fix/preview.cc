// A document laid out for people, without what may be secret.
#include "fix/preview.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace trunklift {
namespace {

// Settings whose values say how a call goes, not who may make it.
constexpr std::array<std::string_view, 27> open_keys = {
    "auth_method",    "cid_name",
    "cid_number",     "codecs",
    "delay",          "e164",
    "enabled",        "flags",
    "force_outbound", "ignore_early_media",
    "inbound_format", "inbound_trunks",
    "invite_format",  "ip",
    "media_handling", "name",
    "port",           "progress_timeout",
    "pvt_created",    "pvt_modified",
    "pvt_type",       "server_name",
    "timeout",        "transport",
    "trunks",         "type",
    "dynamic_flags"};

bool is_open(std::string_view key) {
  return std::find(open_keys.begin(), open_keys.end(), key) != open_keys.end();
}

void append_scalar(std::string& out, const Value& value, bool open) {
  if (value.is(Type::string)) {
    // What has a user in it may have a password, too.
    if (value.size == 0) {
      out += "\"\"";
    } else if (open && value.string().find('@') == std::string_view::npos) {
      out += '"';
      append_printable(out, value.string());
      out += '"';
    } else {
      const std::size_t size = code_points(value.string());
      out += "(text of " + std::to_string(size) + " character" +
             (size == 1 ? ")" : "s)");
    }
  } else if (value.is_number() && !open) {
    out += "(a number)";
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
      append_printable(out, member.key);
      out += "\": ";
      append(out, member.value, is_open(member.key), depth + 1);
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

std::string laid_out(const Value& root) {
  std::string out;
  append(out, root, false, 0);
  out += '\n';
  return out;
}

}  // namespace trunklift
