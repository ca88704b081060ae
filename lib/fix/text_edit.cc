// Changes of a document made in its text, so that the rest stays as it was.
#include "fix/text_edit.h"

#include <algorithm>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/text.h"

namespace trunklift {
namespace {

// A member of an object, or an item of an array, in the text.
struct Part {
  std::size_t begin;          // behind the bracket or comma before it
  std::size_t key, colon;     // of a member: its key, and where that ends
  std::size_t value, behind;  // the value, and where it ends
  std::size_t end;            // the comma or bracket behind it
};

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Goes over JSON that is known to be valid.
class Scanner {
public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::size_t behind_blanks(std::size_t at) const {
    while (at < text_.size() && is_blank(text_[at])) ++at;
    return at;
  }

  std::size_t behind_value(std::size_t at) const {
    if (text_[at] == '"') return behind_string(at);
    if (text_[at] != '{' && text_[at] != '[') {
      return std::min(text_.find_first_of(",]} \t\r\n", at), text_.size());
    }
    std::size_t depth = 0;
    do {
      switch (text_[at]) {
        case '"': at = behind_string(at); continue;
        case '{':
        case '[': ++depth; break;
        case '}':
        case ']': --depth; break;
        default: break;
      }
      ++at;
    } while (depth > 0);
    return at;
  }

  // The parts of the object or array at `at`.
  std::vector<Part> parts(std::size_t at) const {
    const bool is_object = text_[at] == '{';
    std::vector<Part> out;
    for (;;) {
      Part part{at + 1, 0, 0, 0, 0, 0};
      std::size_t next = behind_blanks(at + 1);
      if (text_[next] == '}' || text_[next] == ']') return out;
      if (is_object) {
        part.key = next;
        part.colon = behind_string(next);
        next = behind_blanks(behind_blanks(part.colon) + 1);
      }
      part.value = next;
      part.behind = behind_value(next);
      part.end = at = behind_blanks(part.behind);
      out.push_back(part);
      if (text_[at] != ',') return out;
    }
  }

private:
  std::size_t behind_string(std::size_t at) const {
    for (++at; text_[at] != '"'; ++at) at += text_[at] == '\\';
    return at + 1;
  }

  std::string_view text_;
};

using Index = std::optional<std::size_t>;

std::string_view key_before(std::span<const Member> list, std::size_t at) {
  return at == 0 ? std::string_view("") : std::string_view(list[at - 1].key);
}

// For each member of `after`, the one of `before` that it was: that of the same
// key, else one that is gone and had the same value or stood at the same place.
std::vector<Index> origins(std::span<const Member> before,
                           std::span<const Member> after) {
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t b = 0; b < before.size(); ++b) {
    places.emplace(before[b].key, b);
  }
  std::vector<Index> out(after.size());
  std::vector<bool> used(before.size());
  for (std::size_t a = 0; a < after.size(); ++a) {
    const auto place = places.find(after[a].key);
    if (place == places.end()) continue;
    out[a] = place->second;
    used[place->second] = true;
  }
  std::vector<std::size_t> gone;
  for (std::size_t b = 0; b < before.size(); ++b) {
    if (!used[b]) gone.push_back(b);
  }
  // Members seldom change places: a few of the next ones are looked at.
  constexpr std::size_t few = 8;
  std::size_t next = 0;
  for (std::size_t a = 0; a < after.size() && next < gone.size(); ++a) {
    if (out[a]) continue;
    const std::size_t end = std::min(next + few, gone.size());
    for (std::size_t at = next; at < end; ++at) {
      const std::size_t b = gone[at];
      const bool fits = equal_json(before[b].value, after[a].value) ||
                        (before[b].value.type == after[a].value.type &&
                         key_before(before, b) == key_before(after, a));
      if (!fits) continue;
      out[a] = b;
      next = at + 1;
      break;
    }
  }
  return out;
}

// How many members two objects have in common.
std::size_t likeness(const Value& a, const Value& b) {
  std::size_t out = equal_json(a, b);
  for (const Member& member : members(a)) {
    const Value* other = b.find(member.key);
    out += other && equal_json(member.value, *other);
  }
  return out;
}

// The same for items, which keep their order; some may be gone.
std::vector<Index> origins(std::span<const Value> before,
                           std::span<const Value> after) {
  std::vector<Index> out(after.size());
  if (after.size() > before.size()) return out;
  std::size_t gone = before.size() - after.size();
  std::size_t b = 0;
  for (std::size_t a = 0; a < after.size(); ++a, ++b) {
    while (gone > 0 &&
           likeness(before[b], after[a]) < likeness(before[b + 1], after[a])) {
      ++b;
      --gone;
    }
    out[a] = b;
  }
  return out;
}

class Editor {
public:
  explicit Editor(std::string_view text) : text_(text), scanner_(text) {}

  void document(const Value& before, const Value& after) {
    const std::size_t start = scanner_.behind_blanks(0);
    copy(0, start);
    value(start, before, after);
    copy(scanner_.behind_value(start), text_.size());
  }
  std::string take() { return std::move(out_); }

private:
  void copy(std::size_t begin, std::size_t end) {
    out_ += text_.substr(begin, end - begin);
  }

  void value(std::size_t at, const Value& before, const Value& after) {
    if (equal_json(before, after)) {
      copy(at, scanner_.behind_value(at));
    } else if (before.is(Type::object) && after.is(Type::object)) {
      const std::span<const Member> from{before.members, before.size};
      const std::span<const Member> to{after.members, after.size};
      container(at, from, to, "{}");
    } else if (before.is(Type::array) && after.is(Type::array)) {
      const std::span<const Value> from{before.items, before.size};
      const std::span<const Value> to{after.items, after.size};
      container(at, from, to, "[]");
    } else {
      append_json(out_, after);
    }
  }

  // Each part keeps the white space around it; what is new has that of the
  // first.
  template <typename Child>
  void container(std::size_t at, std::span<const Child> before,
                 std::span<const Child> after, const char* brackets) {
    const std::vector<Part> parts = scanner_.parts(at);
    const std::vector<Index> from = origins(before, after);
    out_ += brackets[0];
    for (std::size_t i = 0; i < after.size(); ++i) {
      if (i > 0) out_ += ',';
      const bool is_last = i + 1 == after.size();
      if (!from[i]) {
        if (!parts.empty()) copy_lead(parts.front());
        added(parts, after[i]);
      } else {
        const Part& part = parts[*from[i]];
        copy_lead(part);
        kept(part, before[*from[i]], after[i]);
        // What is behind the last one stands before the bracket.
        if (!is_last && *from[i] + 1 < parts.size()) {
          copy(part.behind, part.end);
        }
      }
      if (is_last && !parts.empty())
        copy(parts.back().behind, parts.back().end);
    }
    out_ += brackets[1];
  }

  void copy_lead(const Part& part) {
    copy(part.begin, part.key > 0 ? part.key : part.value);
  }

  void kept(const Part& part, const Member& before, const Member& after) {
    if (before.key == after.key) {
      copy(part.key, part.value);
    } else {
      append_json_string(out_, after.key);
      copy(part.colon, part.value);
    }
    value(part.value, before.value, after.value);
  }
  void kept(const Part& part, const Value& before, const Value& after) {
    value(part.value, before, after);
  }

  void added(const std::vector<Part>& parts, const Member& member) {
    append_json_string(out_, member.key);
    if (parts.empty()) {
      out_ += ':';
    } else {
      copy(parts.front().colon, parts.front().value);
    }
    append_json(out_, member.value);
  }
  void added(const std::vector<Part>&, const Value& item) {
    append_json(out_, item);
  }

  std::string_view text_;
  Scanner scanner_;
  std::string out_;
};

}  // namespace

std::string with_changes(std::string_view text, const Value& before,
                         const Value& after) {
  Editor editor(text);
  editor.document(before, after);
  return editor.take();
}

}  // namespace trunklift
