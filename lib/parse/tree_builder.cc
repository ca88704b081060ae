// From simdjson's tape to a tree of Values.
#include "parse/tree_builder.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "parse/content_hash.h"

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
  content_ = build(*root);
  return root;
}

std::string_view TreeBuilder::string(std::uint64_t word) {
  const char* start = strings_ + payload(word);
  std::uint32_t size = 0;
  std::memcpy(&size, start, sizeof size);
  return {start + sizeof size, size};
}

Hash128 TreeBuilder::build(Value& out) {
  const std::uint64_t word = tape_[at_++];
  switch (kind(word)) {
    case '"':
      out = Value::of(string(word));
      return ContentHash::string(out.string());
    case 't': out = Value::of(true); return ContentHash::boolean(true);
    case 'f': out = Value::of(false); return ContentHash::boolean(false);
    case 'n': out = Value(); return ContentHash::null();
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

Hash128 TreeBuilder::array(std::uint64_t word, Value& out) {
  const std::size_t size = count(word, 0);
  out = Value::empty_array();
  out.size = static_cast<std::uint32_t>(size);
  out.items = arena_.new_items(size);
  Hash128 hash = ContentHash::array();
  for (std::size_t i = 0; i < size; ++i) {
    ContentHash::item(hash, build(out.items[i]));
  }
  ++at_;  // the closing bracket
  return ContentHash::finish(size, hash);
}

Hash128 TreeBuilder::object(std::uint64_t word, Value& out) {
  const std::size_t size = count(word, 1);
  out = Value::empty_object();
  out.size = static_cast<std::uint32_t>(size);
  out.members = arena_.new_members(size);
  Hash128 hash = ContentHash::object();
  std::uint64_t seen[4] = {};  // a bit a key, by its hash
  for (std::size_t i = 0; i < size; ++i) {
    const Key key = string(tape_[at_++]);
    std::uint64_t& bits = seen[key.hash() / 64 % std::size(seen)];
    const std::uint64_t bit = std::uint64_t{1} << (key.hash() % 64);
    if (bits & bit) clash(out, i, key);
    bits |= bit;
    out.members[i].key = key;
    ContentHash::member(hash, key, build(out.members[i].value));
  }
  ++at_;
  return ContentHash::finish(size, hash);
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

Hash128 TreeBuilder::number(char type, Value& out) {
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
  return out.is(Type::integer) ? ContentHash::integer(out.integer)
                               : ContentHash::number(out.string());
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
