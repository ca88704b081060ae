// What `check` wants to know of documents that it makes no tree of.
#include "pipeline/other_kinds.h"

#include <array>
#include <string_view>

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

// Neither missing nor false nor null.
bool is_set(const FoundMember& member) {
  return !member.begins.empty() && member.begins.front() != 'f' &&
         member.begins.front() != 'n';
}

}  // namespace

std::optional<NumberDocument> read_number(Parser& parser, Arena& arena) {
  static constexpr std::array<Key, 8> keys = {
      "_id",     "_rev",     "pvt_assigned_to", "pvt_used_by",
      "used_by", "failover", "pvt_deleted",     "_deleted"};
  const auto [id, revision, account, pvt_used_by, used_by, failover,
              pvt_deleted, deleted] = parser.find_members(keys);
  const auto key = plus_number_key(id.text);
  if (!key || is_set(pvt_deleted) || is_set(deleted)) return {};
  return NumberDocument{
      *key, rank_of(revision.text, {}), arena.copy(account.text),
      arena.copy(pvt_used_by.text.empty() ? used_by.text : pvt_used_by.text),
      is_filled(failover)};
}

bool looks_like_trunk(Parser& parser) {
  static constexpr std::array<Key, 2> keys = {"servers", "account"};
  const auto [servers, account] = parser.find_members(keys);
  return is_filled(servers) && is_filled(account);
}

}  // namespace trunklift
