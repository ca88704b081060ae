// From simdjson's tape to a tree of Values.
#include "parse/tree_builder.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>

namespace trunklift {

std::optional<std::string_view> TreeBuilder::text_member(const Key& key) {
  const std::uint64_t root = tape_[1];
  if (kind(root) != '{') return {};
  const std::size_t end = end_of(root) - 1;
  for (std::size_t at = 2; at < end;) {
    const bool found = string(tape_[at]) == key.text();
    const std::uint64_t value = tape_[++at];
    if (found) {
      if (kind(value) != '"') return {};
      return string(value);
    }
    at = after(at);
  }
  return {};
}

Value* TreeBuilder::root() {
  Value* root = arena_.new_items(1);
  at_ = 1;
  build(*root);
  return root;
}

Hash128 TreeBuilder::content() const {
  const Hash128 parts[] = {hash128({reinterpret_cast<const char*>(tape_ + 1),
                                    (at_ - 1) * sizeof *tape_}),
                           hash128({strings_, strings_end_}),
                           hash128(literals_)};
  return hash128({reinterpret_cast<const char*>(parts), sizeof parts});
}

std::string_view TreeBuilder::string(std::uint64_t word) {
  const char* start = strings_ + payload(word);
  std::uint32_t size = 0;
  std::memcpy(&size, start, sizeof size);
  strings_end_ = payload(word) + sizeof size + size;
  return {start + sizeof size, size};
}

void TreeBuilder::build(Value& out) {
  const std::uint64_t word = tape_[at_++];
  switch (kind(word)) {
    case '"': out = Value::of(string(word)); return;
    case 't': out = Value::of(true); return;
    case 'f': out = Value::of(false); return;
    case 'n': out = Value(); return;
    case '{': return object(word, out);
    case '[': return array(word, out);
    default: return number(kind(word), out);
  }
}

std::size_t TreeBuilder::after(std::size_t at) const {
  switch (kind(tape_[at])) {
    case '{':
    case '[': return end_of(tape_[at]);
    case 'l':
    case 'u':
    case 'd': return at + 2;
    default: return at + 1;
  }
}

std::size_t TreeBuilder::count(std::uint64_t word, std::size_t keys) const {
  const std::size_t counted = payload(word) >> 32;
  if (counted < 0xFFFFFF) return counted;
  std::size_t children = 0;
  for (std::size_t at = at_; at < end_of(word) - 1; ++children) {
    at = after(at + keys);
  }
  return children;
}

void TreeBuilder::array(std::uint64_t word, Value& out) {
  const std::size_t size = count(word, 0);
  out = Value::empty_array();
  out.size = static_cast<std::uint32_t>(size);
  out.items = arena_.new_items(size);
  for (std::size_t i = 0; i < size; ++i) build(out.items[i]);
  ++at_;  // the closing bracket
}

void TreeBuilder::object(std::uint64_t word, Value& out) {
  const std::size_t size = count(word, 1);
  out = Value::empty_object();
  out.size = static_cast<std::uint32_t>(size);
  out.members = arena_.new_members(size);
  std::uint64_t seen[4] = {};  // a bit a key, by its hash
  for (std::size_t i = 0; i < size; ++i) {
    const Key key = string(tape_[at_++]);
    std::uint64_t& bits = seen[key.hash() / 64 % std::size(seen)];
    const std::uint64_t bit = std::uint64_t{1} << (key.hash() % 64);
    if (bits & bit) clash(out, i, key);
    bits |= bit;
    out.members[i].key = key;
    build(out.members[i].value);
  }
  ++at_;
}

void TreeBuilder::clash(const Value& object, std::size_t before,
                        const Key& key) {
  if (duplicates_ || before > few_members) {
    duplicates_ = true;  // maybe
    return;
  }
  duplicates_ =
      std::any_of(object.members, object.members + before,
                  [&](const Member& member) { return member.key == key; });
}

void TreeBuilder::number(char type, Value& out) {
  const std::uint64_t bits = tape_[at_++];
  if (engine_.patched && !fits_int64(engine_.tokens[numbers_])) {
    patched_number(out);
  } else if (type == 'l') {
    out = Value::of(static_cast<std::int64_t>(bits));
    if (bits == 0) negative_zero(out);
  } else if (type == 'u') {
    literal(out, Type::big);
  } else {
    literal(out, Type::real);
    std::memcpy(&out.real, &bits, sizeof bits);
  }
  ++numbers_;
}

void TreeBuilder::literal(Value& out, Type type) {
  engine_.know_tokens();
  const NumberToken& token = engine_.tokens.at(numbers_);
  out = Value();  // the arena is used again: it holds a former document
  out.type = type;
  const std::string_view kept =
      arena_.copy(engine_.text.substr(token.offset, token.size));
  out.text = kept.data();
  out.size = static_cast<std::uint32_t>(kept.size());
  literals_ += kept;
  literals_ += ' ';
}

void TreeBuilder::negative_zero(Value& out) {
  if (may_have_negative_zero_ < 0) {
    may_have_negative_zero_ = engine_.text.find("-0") != std::string_view::npos;
  }
  if (!may_have_negative_zero_) return;
  engine_.know_tokens();
  if (engine_.text[engine_.tokens.at(numbers_).offset] == '-') {
    literal(out, Type::big);
  }
}

void TreeBuilder::patched_number(Value& out) {
  const NumberToken& token = engine_.tokens[numbers_];
  literal(out, Type::big);
  if (!token.has_fraction_or_exponent) {
    std::int64_t integer = 0;
    const char* end = out.text + out.size;
    if (std::from_chars(out.text, end, integer).ec == std::errc{}) {
      out = Value::of(integer);
    }
    return;
  }
  const double real = std::strtod(std::string(out.string()).c_str(), nullptr);
  if (real - real == 0) {  // finite
    out.type = Type::real;
    out.real = real;
  }
}

}  // namespace trunklift
