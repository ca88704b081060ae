// What CouchDB and couchbackup print around documents.
#include "source/couchdb.h"

#include <algorithm>
#include <span>

#include "source/members.h"
#include "source/scanner.h"

namespace trunklift {
namespace {

using Names = std::span<const std::string_view>;
using Sort = Blob::Sort;

bool among(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::string_view head_members[] = {
    "total_rows", "offset",  "update_seq",      "bookmark",
    "rows",       "docs",    "results",         "warning",
    "last_seq",   "pending", "execution_stats",
};

struct BodyArray {
  std::string_view name;
  Elements elements;
  Form form;
};
constexpr BodyArray body_arrays[] = {
    {"rows", Elements::rows, Form::row},  // _all_docs, views
    {"docs", Elements::documents, Form::found},
    {"results", Elements::rows, Form::change},
};

// A head that is longer than this is none.
constexpr std::size_t longest_head = std::size_t{1} << 16;

// What an object is that has `first` as its first member, no member that is not
// in `members`, and all of the `required`.
struct Shape {
  Sort sort;
  bool counts;  // otherwise it is passed over
  Names members, required;
  std::string_view member, value;  // if not "": one that it has as well
};

constexpr std::string_view change_members[] = {"seq", "id", "changes",
                                               "deleted", "doc"};
constexpr std::string_view change_required[] = {"seq", "changes"};
constexpr std::string_view end_members[] = {"last_seq", "pending"};
constexpr std::string_view error_members[] = {"error", "reason", "ref"};
constexpr std::string_view error_required[] = {"error", "reason"};
constexpr std::string_view marker_members[] = {"marker"};
constexpr std::string_view backup_members[] = {"name", "version", "mode",
                                               "attachments"};

constexpr Shape backup_head = {Sort::document, false,
                               backup_members, Names(backup_members, 1),
                               "name",         "\"@cloudant/couchbackup\""};

constexpr Shape shapes[] = {
    {Sort::bare_row, true, change_members, change_required, "", ""},
    {Sort::document, false, end_members, Names(end_members, 1), "", ""},
    {Sort::server_error, true, error_members, error_required, "", ""},
    {Sort::document, false, marker_members, marker_members, "marker",
     "\"@cloudant/couchbackup:resume\""},
    backup_head,
};

std::string_view first_key(std::string_view text) {
  Members members(text);
  return members.next_key() ? members.key : std::string_view{};
}

bool has_shape(std::string_view text, const Shape& shape) {
  std::size_t found = 0;
  bool has_value = shape.member.empty();
  Members member(text);
  while (member.next()) {
    if (!among(shape.members, member.key)) return false;
    if (among(shape.required, member.key)) ++found;
    if (member.key != shape.member) continue;
    if (member.value != shape.value) return false;
    has_value = true;
  }
  return member.closed() && found == shape.required.size() && has_value;
}

bool says_deleted(std::string_view object) {
  for (Members member(object); member.next();) {
    if (member.key == "deleted") return member.value == "true";
  }
  return false;
}

}  // namespace

bool may_be_body(std::string_view text) {
  return among(head_members, first_key(text));
}

BodyHead body_head(std::string_view text, bool complete) {
  const bool long_enough = complete || text.size() >= longest_head;
  const auto unknown = long_enough ? BodyHead::Is::no : BodyHead::Is::unknown;
  Members member(text);
  while (member.next_key()) {
    if (!among(head_members, member.key)) return {};
    for (const BodyArray& array : body_arrays) {
      if (array.name != member.key) continue;
      if (text[member.at()] != '[') return {};
      return {BodyHead::Is::yes, member.at() + 1, array.elements, array.form};
    }
    if (!member.next_value()) return {unknown};
  }
  return {member.wrong() || member.closed() ? BodyHead::Is::no : unknown};
}

bool is_backup_head(std::string_view line) {
  return has_shape(line, backup_head);
}

Extract in_row(std::string_view row) {
  std::string_view document, value, error;
  bool deleted = false, has_key = false, has_reason = false;
  Members member(row);
  while (member.next()) {
    if (member.key == "doc") document = member.value;
    if (member.key == "value") value = member.value;
    if (member.key == "error") error = member.value;
    if (member.key == "deleted") deleted = member.value == "true";
    has_key |= member.key == "key" || member.key == "id";
    has_reason |= member.key == "reason";
  }
  if (document.starts_with('{')) return {Sort::document, document};
  // What is broken or no object at all, the parser sees.
  if (!member.closed()) return {Sort::document, row};
  if (deleted || says_deleted(value)) return {Sort::tombstone, row};
  if (!error.empty() && has_reason && !has_key) {
    return {Sort::server_error, row};
  }
  if (!error.empty() || !document.empty()) return {Sort::missing, row};
  return {Sort::bare_row, row};
}

Extract in_object(std::string_view text) {
  if (text.size() > resume_marker.size() && text.ends_with(resume_marker)) {
    text.remove_suffix(resume_marker.size());
    return {Sort::fragment, text};
  }
  // Most start so; no shape does.
  if (text.starts_with("{\"_")) return {Sort::document, text};
  const std::string_view key = first_key(text);
  for (const Shape& shape : shapes) {
    if (!among(shape.members, key) || !has_shape(text, shape)) continue;
    if (!shape.counts) return {shape.sort, {}};
    if (shape.sort != Sort::bare_row) return {shape.sort, text};
    Extract change = in_row(text);
    change.is_change = true;
    return change;
  }
  return {Sort::document, text};
}

}  // namespace trunklift
