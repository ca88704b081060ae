// Repeated keys and U+0000 are looked for in walks of their own.
#include "checker/document_findings.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "check/rules.h"
#include "model/placeholder.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

// Whether an earlier member has the key of the member at `index`.
bool has_earlier(const Value& object, std::size_t index) {
  const Key& key = object.members[index].key;
  return std::any_of(object.members, object.members + index,
                     [&](const Member& other) { return other.key == key; });
}

constexpr std::size_t few_members = 32;

void find_in(const Value& value, const Place& place, Findings& findings) {
  if (value.is(Type::array)) {
    for (std::size_t i = 0; i < value.size; ++i) {
      find_in(value.items[i], Place(place, i), findings);
    }
    return;
  }
  if (!value.is(Type::object)) return;
  std::set<std::string_view> seen;  // only where comparing all would be slow
  for (std::size_t i = 0; i < value.size; ++i) {
    const Member& member = value.members[i];
    const bool twice = value.size > few_members
                           ? !seen.insert(member.key).second
                           : has_earlier(value, i);
    const Place here(place, member.key);
    if (twice) {
      findings.add(rule::duplicate_key, here, "expected each key once");
    }
    find_in(member.value, here, findings);
  }
}

bool has_text(const Value* value) {
  return value && !value->string_or_empty().empty() && !is_undefined(*value);
}

// Whether it has the form in which the API reads and prints it: its id, if any,
// is public, and it has no private members.
bool is_api_body(const Value& root) {
  if (root.find("_id") && !root.find("id")) return false;
  return std::none_of(root.members, root.members + root.size,
                      [](const Member& member) {
                        return member.key.text().starts_with("pvt_");
                      });
}

std::string_view database_account(const Value& root) {
  const Value* database = root.find("pvt_account_db");
  return database && !is_undefined(*database) ? database->string_or_empty()
                                              : std::string_view{};
}

}  // namespace

namespace {

bool has_nul(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}

void find_nul_in(const Value& value, const Place& place, Findings& findings) {
  constexpr const char* expected = "expected text without U+0000";
  if (has_nul(value.string_or_empty())) {
    findings.add(rule::nul_character, place, expected);
  }
  if (value.is(Type::array)) {
    for (std::size_t i = 0; i < value.size; ++i) {
      find_nul_in(value.items[i], Place(place, i), findings);
    }
  }
  for (const Member& member : members(value)) {
    const Place here(place, member.key);
    if (has_nul(member.key)) {
      findings.add(rule::nul_character, here, expected);
    }
    find_nul_in(member.value, here, findings);
  }
}

}  // namespace

void find_nul_characters(const Value& root, Findings& findings) {
  find_nul_in(root, Place{}, findings);
}

void find_duplicate_keys(const Value& root, Findings& findings) {
  find_in(root, Place{}, findings);
}

void report_identity(const Value& root, const Identity& identity,
                     Findings& findings) {
  if (identity.account_id.empty()) {
    findings.add(rule::account_unknown, "/pvt_account_id",
                 "expected an account id, found none");
  } else if (!has_text(root.find("pvt_account_id"))) {
    findings.add(rule::account_id_missing, "/pvt_account_id",
                 std::string("expected an account id; taken from ") +
                     (account_from_database(database_account(root)).empty()
                          ? "where the document was found, or from --account"
                          : "pvt_account_db"));
  }
  if (!identity.has_id) {
    findings.add(rule::document_id_missing, "/_id",
                 "expected an id, found none");
  }
  const Value* type = root.find("type");
  if (!root.find("pvt_type") && type && type->string_or_empty() == "sys_info") {
    findings.add(rule::type_without_pvt_type, "/pvt_type",
                 "expected sys_info, found none beside a public type");
  } else if (!root.find("pvt_type") && !is_api_body(root)) {
    findings.add(rule::pvt_type_missing, "/pvt_type",
                 "expected sys_info, found none");
  }
  if (identity.deleted) {
    findings.add(rule::soft_deleted, "/pvt_deleted", "soft-deleted; skipped");
  }
  const std::string_view database = database_account(root);
  if (!database.empty() &&
      account_from_database(database) != identity.account_id) {
    findings.add(rule::account_db_mismatch, "/pvt_account_db",
                 "expected the database of pvt_account_id");
  }
}

}  // namespace trunklift
