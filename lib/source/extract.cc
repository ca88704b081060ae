// Goes down through objects, and tells by their members what each of them is.
#include "source/extract.h"

#include <algorithm>
#include <array>
#include <span>

#include "source/couchdb_bodies.h"
#include "source/members.h"
#include "source/scanner.h"
#include "source/wrapping.h"

namespace trunklift {
namespace {

using Sort = Blob::Sort;

// How deep wrappings may be nested. Known ones are nested three deep.
constexpr int most_wrappings = 6;

// Recognizes an object that has all members of `required` and no member that is
// not in `members`.
struct Shape {
  Sort sort;
  bool counts;  // false: it is passed over
  Names members, required;
  std::string_view member, value;  // if not "": it has this member
};

constexpr std::string_view change_members[] = {"seq", "id", "changes",
                                               "deleted", "doc"};
constexpr std::string_view change_required[] = {"seq", "changes"};
constexpr std::string_view row_members[] = {"id", "key", "value", "doc"};
constexpr std::string_view end_members[] = {"last_seq", "pending"};
constexpr std::string_view error_members[] = {"error", "reason", "ref"};
constexpr std::string_view error_required[] = {"error", "reason"};
constexpr std::string_view missing_members[] = {"missing"};
constexpr std::string_view marker_members[] = {"marker"};
constexpr std::string_view backup_members[] = {"name", "version", "mode",
                                               "attachments"};

constexpr Shape backup_head = {Sort::document, false,
                               backup_members, Names(backup_members, 1),
                               "name",         "\"@cloudant/couchbackup\""};

constexpr Shape shapes[] = {
    {Sort::bare_row, true, change_members, change_required, "", ""},
    {Sort::bare_row, true, row_members, Names(row_members, 3), "", ""},
    {Sort::document, false, end_members, Names(end_members, 1), "", ""},
    {Sort::server_error, true, error_members, error_required, "", ""},
    {Sort::missing, true, missing_members, missing_members, "", ""},
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

std::string_view member_of(std::string_view object, std::string_view key) {
  if (!object.starts_with('{')) return {};
  for (Members member(object); member.next();) {
    if (member.key == key) return member.value;
  }
  return {};
}

// The text between the quotes of `value`. Returns "" if it is no text or has
// escapes, which no id and no revision has.
std::string_view plain_text(std::string_view value) {
  if (value.size() < 2 || value.front() != '"' ||
      value.find('\\') != std::string_view::npos) {
    return {};
  }
  return value.substr(1, value.size() - 2);
}

class Extraction {
public:
  explicit Extraction(std::vector<Extract>& out) : out_(out) {}

  void value(std::string_view text, Standing standing) {
    if (!is_object(text)) return add(Sort::document, text);
    if (text.size() > resume_marker.size() && text.ends_with(resume_marker)) {
      text.remove_suffix(resume_marker.size());
      return add(Sort::fragment, text);
    }
    // Most documents start so, and no wrapping does.
    if (text.starts_with("{\"_")) return add(Sort::document, text);
    if (standing == Standing::alone && shape(text)) return;
    object(text, standing);
  }

private:
  void add(Sort sort, std::string_view text) {
    Extract extract = around_;
    extract.sort = sort;
    extract.bytes = text;
    out_.push_back(extract);
  }

  void form(Form form) {
    around_.has_form = true;
    around_.form = form;
  }

  // Handles objects that `shapes` recognizes. Returns false for others.
  bool shape(std::string_view text) {
    const std::string_view key = first_key(text);
    for (const Shape& shape : shapes) {
      if (!among(shape.members, key) || !has_shape(text, shape)) continue;
      if (!shape.counts) return true;
      if (shape.sort == Sort::bare_row) {
        const Extract around = around_;
        form(shape.members.data() == change_members ? Form::change : Form::row);
        object(text, Standing::in_row);
        around_ = around;
      } else {
        add(shape.sort, text);
      }
      return true;
    }
    return false;
  }

  void object(std::string_view text, Standing standing) {
    const Wrapping wrapping(text);
    // If it is broken, the parser will report it.
    if (!wrapping.closed() || wrapping.is_document() ||
        ++depth_ > most_wrappings) {
      return add(Sort::document, text);
    }
    const Extract around = around_;
    if (is_object(wrapping.at("doc"))) {
      document(wrapping, "doc");
    } else if (is_row_with_document_as_value(wrapping)) {
      document(wrapping, "value");
    } else if (is_object(wrapping.at("ok"))) {
      form(Form::leaf);
      document(wrapping, "ok");
    } else if (!arrays(wrapping, standing) && !answer(wrapping)) {
      other(text, wrapping, standing);
    }
    around_ = around;
    --depth_;
  }

  // Whether the view emits whole documents, as in emit(doc._id, doc).
  static bool is_row_with_document_as_value(const Wrapping& wrapping) {
    const std::string_view id = wrapping.at("id");
    return !id.empty() && wrapping.has("key") && !wrapping.has("doc") &&
           member_of(wrapping.at("value"), "_id") == id &&
           may_hold_trunk(wrapping.at("value"));
  }

  // Takes the document out of member `name`. Its id may stand beside it.
  void document(const Wrapping& wrapping, std::string_view name) {
    const std::string_view text = wrapping.at(name);
    const std::string_view own = plain_text(member_of(text, "_id"));
    const std::string_view row = plain_text(wrapping.at("id"));
    const std::string_view linked =
        plain_text(member_of(wrapping.at("value"), "_id"));
    Extract& extract = around_;
    extract.other_id = !own.empty() && !row.empty() && own != row &&
                       linked != own;  // may link to another document
    value(text, Standing::alone);
    // A view may emit the document, too, so that the row has it twice.
    const bool is_copy = name == "doc" && !linked.empty() && linked == own;
    if (is_copy) return beside(wrapping, {{name, "value"}});
    beside(wrapping, {{name}});
  }

  // Takes the elements out of the arrays of a body. Returns false if it has
  // none.
  bool arrays(const Wrapping& wrapping, Standing standing) {
    bool found = false;
    std::vector<std::string_view> taken;
    for (const std::string_view name : {"rows", "docs", "results", "data"}) {
      const std::string_view array = wrapping.at(name);
      if (!is_array(array)) continue;
      found = true;
      taken.push_back(name);
      const Extract around = around_;
      const BodyArray& what = *body_array(name);
      const bool is_leaf = name == "docs" && standing == Standing::in_row;
      form(is_leaf                                            ? Form::leaf
           : wrapping.is_posted() && what.form == Form::found ? Form::posted
                                                              : what.form);
      if (is_leaf) {
        leaves(array, plain_text(wrapping.at("id")));
      } else {
        elements(array, what.elements == Elements::rows ? Standing::in_row
                                                        : Standing::alone);
      }
      around_ = around;
    }
    if (found) beside(wrapping, taken);
    return found;
  }

  template <typename Each>
  void each(std::string_view array, const Each& take) {
    std::string_view rest = array.substr(1);
    while (true) {
      std::size_t at = 0;
      while (at < rest.size() && (is_blank(rest[at]) || rest[at] == ',')) ++at;
      rest.remove_prefix(at);
      if (rest.empty() || rest.front() == ']') return;
      const std::size_t end = std::min(value_end(rest), rest.size());
      take(rest.substr(0, end));
      rest.remove_prefix(end);
    }
  }

  void elements(std::string_view array, Standing standing) {
    each(array, [&](std::string_view text) { value(text, standing); });
  }

  // Takes the leaves of a document, its revisions without a successor. If one
  // of them is not deleted, the deleted ones are only the ends of conflicts.
  void leaves(std::string_view array, std::string_view row_id) {
    bool is_alive = false;
    const auto ended = [](std::string_view text) {
      return member_of(member_of(text, "ok"), "_deleted") == "true";
    };
    each(array, [&](std::string_view text) {
      is_alive |= is_object(member_of(text, "ok")) && !ended(text);
    });
    each(array, [&](std::string_view text) {
      if (is_alive && ended(text)) return add(Sort::tombstone, text);
      const std::size_t before = out_.size();
      value(text, Standing::leaf);
      const std::string_view id =
          plain_text(member_of(member_of(text, "ok"), "_id"));
      if (out_.size() > before && !id.empty() && !row_id.empty()) {
        out_[before].other_id |= id != row_id;
      }
    });
  }

  // Takes the document out of an answer of the platform's API, which has the
  // document's private members around it. Returns false if it is no answer.
  bool answer(const Wrapping& wrapping) {
    const std::string_view data = wrapping.at("data");
    if (!is_object(data)) return false;
    if (plain_text(wrapping.at("status")) == "error") {
      add(Sort::server_error, data);
      beside(wrapping, {});
      return true;
    }
    const bool is_answer = wrapping.has("status") || wrapping.has("revision") ||
                           wrapping.count() == 1 || may_hold_trunk(data);
    if (!is_answer) return false;
    form(Form::api);
    around_.revision = plain_text(wrapping.at("revision"));
    around_.account = plain_text(wrapping.at("account_id"));
    if (around_.account.empty()) {
      around_.account = plain_text(member_of(data, "account_id"));
    }
    static constexpr std::string_view taken[] = {"data"};
    value(data, Standing::alone);
    beside(wrapping, taken);
    return true;
  }

  // Handles an object that wraps no document: it is a document or stands in
  // place of one.
  void other(std::string_view text, const Wrapping& wrapping,
             Standing standing) {
    const std::string_view value = wrapping.at("value");
    const bool has_key = wrapping.has("key") || wrapping.has("id");
    const bool is_row =
        has_key || wrapping.has("seq") || !value.empty() || wrapping.has("doc");
    const std::string_view error = wrapping.at("error");
    if (standing == Standing::leaf && is_object(error)) {
      return add(Sort::missing, text);
    }
    if (standing == Standing::in_row && !error.empty() &&
        wrapping.has("reason") && !has_key) {
      return add(Sort::server_error, text);
    }
    if (standing != Standing::in_row || !(is_row || !error.empty())) {
      return add(Sort::document, text);
    }
    beside(wrapping, {});
    const bool deleted = wrapping.at("deleted") == "true" ||
                         member_of(value, "deleted") == "true";
    if (deleted) return add(Sort::tombstone, text);
    const bool is_null = wrapping.at("doc") == "null";
    if (wrapping.has("doc") && !is_null) return add(Sort::document, text);
    const bool is_missing = !error.empty() || is_null;
    add(is_missing ? Sort::missing : Sort::bare_row, text);
  }

  void beside(const Wrapping& wrapping, Names taken) {
    for (const std::string_view value : wrapping.beside(taken)) {
      add(Sort::beside, value);
    }
  }
  void beside(const Wrapping& wrapping,
              std::initializer_list<std::string_view> taken) {
    beside(wrapping, Names(taken.begin(), taken.size()));
  }

  std::vector<Extract>& out_;
  Extract around_;  // what the wrappings so far say about their contents
  int depth_ = 0;
};

}  // namespace

void extract(std::string_view text, Standing standing,
             std::vector<Extract>& out) {
  Extraction(out).value(text, standing);
}

void extract_head(std::string_view head, std::vector<Extract>& out) {
  for (Members member(head); member.next();) {
    extract_beside(member.value, out);
  }
}

void extract_beside(std::string_view value, std::vector<Extract>& out) {
  if (!may_hold_trunk(value)) return;
  Extract extract;
  extract.sort = Sort::beside;
  extract.bytes = value;
  out.push_back(extract);
}

bool is_backup_head(std::string_view line) {
  return has_shape(line, backup_head);
}

}  // namespace trunklift
