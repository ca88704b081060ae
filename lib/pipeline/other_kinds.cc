// What `check` wants to know of documents that it makes no tree of.
#include "pipeline/other_kinds.h"

#include <string_view>

#include "model/number.h"

namespace trunklift {
namespace {

// How an object or an array begins that is not empty.
bool is_filled(std::string_view begins) {
  if (begins.front() != '{' && begins.front() != '[') return false;
  const std::size_t next = begins.find_first_not_of(" \t\r\n", 1);
  return next != std::string_view::npos && begins[next] != '}' &&
         begins[next] != ']';
}

}  // namespace

std::optional<NumberDocument> read_number(Parser& parser, Arena& arena) {
  std::string_view id, revision, account, used_by, pvt_used_by;
  bool deleted = false, has_failover = false;
  parser.each_member([&](std::string_view key, std::string_view begins,
                         std::string_view text) {
    if (key == "_id") id = text;
    if (key == "_rev") revision = text;
    if (key == "pvt_assigned_to") account = text;
    if (key == "pvt_used_by") pvt_used_by = text;
    if (key == "used_by") used_by = text;
    if (key == "failover") has_failover = is_filled(begins);
    if (key == "pvt_deleted" || key == "_deleted") {
      deleted |= begins.front() != 'f' && begins.front() != 'n';
    }
  });
  if (deleted || !is_plus_number(id)) return {};
  return NumberDocument{
      number_key("", id), rank_of(revision, {}), arena.copy(account),
      arena.copy(pvt_used_by.empty() ? used_by : pvt_used_by), has_failover};
}

bool looks_like_trunk(Parser& parser) {
  bool has_servers = false, has_account = false;
  parser.each_member(
      [&](std::string_view key, std::string_view begins, std::string_view) {
        if (key == "servers") has_servers = is_filled(begins);
        if (key == "account") has_account = is_filled(begins);
      });
  return has_servers && has_account;
}

}  // namespace trunklift
