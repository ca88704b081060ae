// What `check` wants to know of documents that it makes no tree of.
#include "pipeline/other_kinds.h"

#include <array>
#include <string_view>

#include "model/placeholder.h"
#include "parse/member.h"

namespace trunklift {
namespace {

// Whether it is an object or an array with something in it.
bool is_filled(const FoundMember& member) {
  const std::string_view begins = member.begins;
  if (!begins.starts_with('{') && !begins.starts_with('[')) return false;
  const std::size_t next = begins.find_first_not_of(" \t\r\n", 1);
  return next != std::string_view::npos && begins[next] != '}' &&
         begins[next] != ']';
}

// Whether it is an object or an array with any value but empty text and words
// for nothing.
bool leads_somewhere(const FoundMember& member) {
  if (!is_filled(member)) return false;
  const std::string_view begins = member.begins;
  for (auto at = begins.find(':'); at < begins.find('}');
       at = begins.find(':', at)) {
    at = begins.find_first_not_of(": \t\r\n", at);
    if (at == std::string_view::npos || begins[at] != '"') return true;
    const auto end = begins.find('"', at + 1);
    if (end == std::string_view::npos) return true;  // too long for a word
    const std::string_view text = begins.substr(at + 1, end - at - 1);
    if (!text.empty() && text != undefined_text && !is_placeholder(text)) {
      return true;
    }
    at = end;
  }
  return false;
}

// Neither missing nor false nor null.
bool is_set(const FoundMember& member) {
  return !member.begins.empty() && member.begins.front() != 'f' &&
         member.begins.front() != 'n';
}

}  // namespace

std::optional<NumberDocument> read_number(Parser& parser, Arena& arena,
                                          bool& has_undefined) {
  static constexpr std::array<Key, 8> keys = {
      "_id",     "_rev",     "pvt_assigned_to", "pvt_used_by",
      "used_by", "failover", "pvt_deleted",     "_deleted"};
  const auto [id, revision, account, pvt_used_by, used_by, failover,
              pvt_deleted, deleted] = parser.find_members(keys);
  const auto key = plus_number_key(id.text);
  if (!key || is_set(pvt_deleted) || is_set(deleted)) return {};
  const auto text = [&](const FoundMember& member) {
    if (member.text != undefined_text) return member.text;
    has_undefined = true;
    return std::string_view();
  };
  has_undefined |=
      failover.begins.find("\"undefined\"") < failover.begins.find('}');
  const std::string_view uses = text(pvt_used_by), used = text(used_by);
  return NumberDocument{
      *key, rank_of(revision.text, {}), arena.copy(text(account)),
      arena.copy(uses.empty() ? used : uses), leads_somewhere(failover)};
}

bool looks_like_trunk(Parser& parser) {
  static constexpr std::array<Key, 2> keys = {"servers", "account"};
  const auto [servers, account] = parser.find_members(keys);
  return is_filled(servers) && is_filled(account);
}

}  // namespace trunklift
