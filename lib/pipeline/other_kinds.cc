// Judges objects by their first bytes, which the parser hands out.
#include "pipeline/other_kinds.h"

#include <array>
#include <string_view>

#include "base/text.h"
#include "model/number.h"
#include "model/placeholder.h"
#include "parse/member.h"

namespace trunklift {
namespace {

// Whether the member is an object or array that is not empty.
bool is_filled(const FoundMember& member) {
  const std::string_view begins = member.begins;
  if (!begins.starts_with('{') && !begins.starts_with('[')) return false;
  const std::size_t next = begins.find_first_not_of(" \t\r\n", 1);
  return next != std::string_view::npos && begins[next] != '}' &&
         begins[next] != ']';
}

// Whether the member is an object or array with a value that is neither empty
// text nor a placeholder.
bool leads_somewhere(const FoundMember& member) {
  if (!is_filled(member)) return false;
  const std::string_view begins = member.begins;
  for (auto at = begins.find(':'); at < begins.find('}');
       at = begins.find(':', at)) {
    at = begins.find_first_not_of(": \t\r\n", at);
    if (at == std::string_view::npos || begins[at] != '"') return true;
    const auto end = begins.find('"', at + 1);
    // No placeholder is that long.
    if (end == std::string_view::npos) return true;
    const std::string_view text = begins.substr(at + 1, end - at - 1);
    if (!text.empty() && text != undefined_text && !is_placeholder(text)) {
      return true;
    }
    at = end;
  }
  return false;
}

// Whether the first bytes of the object or list of features have the name.
bool names(const FoundMember& features, std::string_view name) {
  return is_filled(features) &&
         features.begins.find(name) != std::string_view::npos;
}

// Whether the member is there and neither false nor null.
bool is_set(const FoundMember& member) {
  return !member.begins.empty() && member.begins.front() != 'f' &&
         member.begins.front() != 'n';
}

}  // namespace

std::optional<NumberDocument> read_number(const JsonText& document,
                                          Arena& arena, bool& has_undefined) {
  static constexpr std::array<Key, 13> keys = {
      "_id",         "_rev",         "pvt_assigned_to",
      "pvt_used_by", "used_by",      "failover",
      "e911",        "dash_e911",    "e911_info",
      "cnam",        "pvt_features", "pvt_deleted",
      "_deleted"};
  const auto [id, revision, account, pvt_used_by, used_by, failover, e911,
              dash_e911, e911_info, cnam, features, pvt_deleted, deleted] =
      document.find_members(keys);
  unsigned has = 0;
  auto key = plus_number_key(id.text);
  if (!key && all_digits(id.text)) {
    // Some installations store numbers without the plus.
    key = plus_number_key(normalized_number(id.text));
    has |= without_plus;
  }
  if (!key || is_set(pvt_deleted) || is_set(deleted)) return {};
  const auto text = [&](const FoundMember& member) {
    if (member.text != undefined_text) return member.text;
    has_undefined = true;
    return std::string_view();
  };
  has_undefined |=
      failover.begins.find("\"undefined\"") < failover.begins.find('}');
  if (leads_somewhere(failover)) has |= failover_feature;
  if (leads_somewhere(e911) || leads_somewhere(dash_e911) ||
      leads_somewhere(e911_info) || names(features, "e911")) {
    has |= emergency_feature;
  }
  if (leads_somewhere(cnam) || names(features, "cnam")) {
    has |= caller_name_feature;
  }
  const std::string_view uses = text(pvt_used_by), used = text(used_by);
  return NumberDocument{
      *key, rank_of(revision.text, {}), arena.copy(text(account)),
      arena.copy(uses.empty() ? used : uses), static_cast<std::uint8_t>(has)};
}

bool may_hold_trunk(const JsonText& document) {
  return document.has_string("servers", "sys_info");
}

}  // namespace trunklift
