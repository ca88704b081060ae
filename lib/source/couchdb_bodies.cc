// Bodies are recognized by their members in any order.
#include "source/couchdb_bodies.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "source/members.h"

namespace trunklift {
namespace {

constexpr BodyArray body_arrays[] = {
    {"rows", Elements::rows, Form::row},  // _all_docs, views
    {"docs", Elements::documents, Form::found},
    {"results", Elements::rows, Form::change},
    {"data", Elements::documents, Form::api},  // a list of the platform's API
};

// Whether only a body for _bulk_docs has a member of that name.
bool is_of_posting(std::string_view key) {
  return key == "new_edits" || key == "all_or_nothing";
}

}  // namespace

const BodyArray* body_array(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(body_arrays), std::end(body_arrays),
                   [&](const BodyArray& array) { return array.name == name; });
  return found == std::end(body_arrays) ? nullptr : found;
}

bool is_of_documents(std::string_view key) {
  return key.starts_with('_') || key.starts_with("pvt_") || key == "servers";
}

BodyHead body_head(std::string_view text, bool complete) {
  const bool is_all = complete || text.size() >= longest_head;
  text = text.substr(0, longest_head);
  std::optional<BodyHead> head;
  bool is_posted = false;
  Members member(text);
  while (member.next_key()) {
    if (is_of_documents(member.key)) return {};
    is_posted |= !head && is_of_posting(member.key);
    const BodyArray* array = body_array(member.key);
    if (array && !head && text[member.at()] == '[') {
      head = {BodyHead::Is::yes, member.at() + 1, array->elements, array->form};
      if (is_posted && head->form == Form::found) head->form = Form::posted;
    }
    if (!member.next_value()) break;
  }
  if (!is_all && !member.closed() && !member.wrong()) {
    return {BodyHead::Is::unknown};
  }
  return head.value_or(BodyHead{});
}

}  // namespace trunklift
