// From the tokens of a text to a tree of Values.
#include "parse/tree_builder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/text.h"
#include "parse/content_hash.h"
#include "parse/number_token.h"
#include "parse/padding.h"

namespace trunklift {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

Value numeral(Type type, std::string_view text) {
  Value out;
  out.type = type;
  out.text = text.data();
  out.size = static_cast<std::uint32_t>(text.size());
  return out;
}

}  // namespace

// The keys of the object at hand: what of them can be told at once.
class TreeBuilder::Keys {
public:
  // Whether a key before it may have been the same.
  bool add(const Key& key) {
    const std::uint64_t bit = Value::key_bit(key);
    std::uint64_t& bits = seen_[key.hash() / 64 % std::size(seen_)];
    const bool met = (bits & bit) != 0;
    bits |= bit;
    return met;
  }
  // For Value::keys.
  std::uint64_t all() const {
    return seen_[0] | seen_[1] | seen_[2] | seen_[3];
  }

private:
  std::uint64_t seen_[4] = {};
};

template <Want want>
Value* TreeBuilder::root() {
  constexpr bool builds = want != Want::verdict;
  Value* root = arena_.new_items(1);
  const char first = text_[*at_];
  const char last = text_[end_[-1]];
  const bool is_whole = first == '{'   ? last == '}'
                        : first == '[' ? last == ']'
                                       : end_ - at_ == 1;
  At at = at_;
  if constexpr (!builds) root_keys_.clear();
  if (!is_whole) {
    fail(simdjson::TAPE_ERROR);
  } else if (value<want>(at, content_, [&](const Value& v) { *root = v; }) &&
             at != end_) {
    fail(simdjson::TAPE_ERROR);
  }
  return problem_ ? nullptr : root;
}

template Value* TreeBuilder::root<Want::verdict>();
template Value* TreeBuilder::root<Want::tree>();
template Value* TreeBuilder::root<Want::tree_and_content>();

// Most are strings: the way through here is short, and part of the loops over
// items and members.
template <Want want, typename Keep>
[[gnu::always_inline]] inline bool TreeBuilder::value(At& at, Hash128& hash,
                                                      const Keep& keep) {
  const char first = text_[*at++];
  if (first == '"') {
    std::string_view text;
    if (!contents<want>(at, text)) return false;
    if constexpr (want != Want::verdict) keep(Value::of(text));
    if constexpr (want == Want::tree_and_content) {
      hash = ContentHash::string(text);
    }
    return true;
  }
  at_ = at;
  Value made;
  const bool found = first == '{'   ? object<want>(made, hash)
                     : first == '[' ? array<want>(made, hash)
                                    : bare<want>(made, hash);
  at = at_;
  if constexpr (want != Want::verdict) {
    if (found) keep(made);
  }
  return found;
}

// A number or a word.
template <Want want>
bool TreeBuilder::bare(Value& out, Hash128& hash) {
  constexpr bool builds = want != Want::verdict;
  const char first = text_[at_[-1]];
  if (first == 't' || first == 'f') {
    if constexpr (builds) out = Value::of(first == 't');
    if constexpr (builds) hash = ContentHash::boolean(first == 't');
    return word(first == 't' ? "true" : "false");
  }
  if (first == '-' || is_digit(first)) return number<want>(out, hash);
  if (first != 'n') return fail(simdjson::TAPE_ERROR);
  if constexpr (builds) out = Value();
  if constexpr (builds) hash = ContentHash::null();
  return word("null");
}

bool TreeBuilder::ends(const char* end) const {
  const char* next = text_ + *at_;
  if (end == next) return true;
  return end < next && std::all_of(end, next, is_blank);
}

bool TreeBuilder::word(std::string_view word) {
  const char* start = text_ + at_[-1];
  return (std::memcmp(start, word.data(), word.size()) == 0 &&
          ends(start + word.size())) ||
         fail(simdjson::T_ATOM_ERROR);
}

// Ends at the last quote before the next token: what is between are blanks.
template <Want want>
[[gnu::always_inline]] inline bool TreeBuilder::contents(
    At at, std::string_view& out) {
  if (want == Want::verdict && !has_escapes_) return true;
  const char* first = text_ + at[-1] + 1;
  const char* last = text_ + *at - 1;
  while (*last != '"') --last;
  out = {first, static_cast<std::size_t>(last - first)};
  return !has_escapes_ || unescape(out);
}

bool TreeBuilder::unescape(std::string_view& text) {
  if (text.find('\\') == std::string_view::npos) return true;
  char* to = arena_.new_text(text.size() + parse_padding);
  const char* end = index_.unescape(text.data(), to);
  if (!end) return fail(simdjson::STRING_ERROR);
  text = {to, static_cast<std::size_t>(end - to)};
  return true;
}

// Most are integers of a few digits.
template <Want want>
bool TreeBuilder::number(Value& out, Hash128& hash) {
  constexpr std::ptrdiff_t few_digits = 18;
  const char* start = text_ + at_[-1];
  const char* at = start + (*start == '-');
  const char* digits = at;
  std::int64_t integer = 0;
  const char* most = digits + std::min(few_digits, text_end_ - digits);
  while (at < most && is_digit(*at)) integer = integer * 10 + (*at++ - '0');
  const bool leads = at != digits && (*digits != '0' || at - start == 1);
  if (!leads || at == most || !ends(at)) return other_number<want>(out, hash);
  if constexpr (want != Want::verdict) {
    out = Value::of(*start == '-' ? -integer : integer);
  }
  if constexpr (want == Want::tree_and_content) {
    hash = ContentHash::integer(out.integer);
  }
  return true;
}

template <Want want>
bool TreeBuilder::other_number(Value& out, Hash128& hash) {
  const std::size_t start = at_[-1];
  const auto token = number_at(index_.text(), start);
  if (!token || !ends(text_ + start + token->size)) {
    return fail(simdjson::NUMBER_ERROR);
  }
  if constexpr (want == Want::verdict) return true;
  const std::string_view text(text_ + start, token->size);
  const char* end = text.data() + text.size();
  hash = ContentHash::number(text);
  out = numeral(Type::big, text);
  std::int64_t integer = 0;
  if (!token->has_fraction_or_exponent) {
    if (text != "-0" &&
        std::from_chars(text.data(), end, integer).ec == std::errc{}) {
      out = Value::of(integer);
      hash = ContentHash::integer(integer);
    }
    return true;
  }
  double real = 0;
  if (std::from_chars(text.data(), end, real).ec != std::errc{}) {
    // Too small is zero, too large is no double.
    real = std::strtod(std::string(text).c_str(), nullptr);
  }
  if (real - real == 0) {  // finite
    out.type = Type::real;
    out.real = real;
  }
  return true;
}

// Empty containers are no level.
bool TreeBuilder::open(char bracket) {
  if (depth_left_ == 0 && text_[*at_] != bracket) {
    return fail(simdjson::DEPTH_ERROR);
  }
  --depth_left_;
  return true;
}

// The bracket at the end of a container; that of the root is the last token.
bool TreeBuilder::close(char bracket) {
  if (!take(at_, bracket)) return fail(simdjson::TAPE_ERROR);
  ++depth_left_;
  return at_ != end_ || depth_left_ == depth_at_root_ ||
         fail(simdjson::TAPE_ERROR);
}

template <Want want>
bool TreeBuilder::array(Value& out, Hash128& hash) {
  Hash128 sum = ContentHash::array();
  std::size_t size = 0;
  if (!open(']')) return false;
  const std::size_t base = open_size_;
  At at = at_;
  if (text_[*at] != ']') {
    do {
      Hash128 one;
      const auto keep = [&](const Value& item)
                            [[gnu::always_inline]] { push().value = item; };
      if (!value<want>(at, one, keep)) return false;
      ++size;
      if constexpr (want == Want::tree_and_content) {
        ContentHash::item(sum, one);
      }
    } while (take(at, ','));
  }
  at_ = at;
  if (!close(']')) return false;
  if constexpr (want != Want::verdict) {
    out = Value::empty_array();
    out.size = static_cast<std::uint32_t>(size);
    out.items = arena_.new_items(size);
    for (std::size_t i = 0; i < size; ++i) {
      out.items[i] = open_[base + i].value;
    }
    open_size_ = base;
  }
  if constexpr (want == Want::tree_and_content) {
    hash = ContentHash::finish(size, sum);
  }
  return true;
}

template <Want want>
bool TreeBuilder::object(Value& out, Hash128& hash) {
  Hash128 sum = ContentHash::object();
  std::size_t size = 0;
  const bool is_root = depth_left_ == depth_at_root_;
  if (!open('}')) return false;
  const std::size_t base = open_size_;
  Keys keys;
  At at = at_;
  if (text_[*at] != '}') {
    do {
      if (want == Want::verdict && is_root) root_keys_.push_back(at);
      if (!take(at, '"')) return fail(simdjson::TAPE_ERROR);
      std::string_view name;
      if (!contents<want>(at, name)) return false;
      if (!take(at, ':')) return fail(simdjson::TAPE_ERROR);
      const auto keep = [&](const Value& value) [[gnu::always_inline]] {
        const Key key(name);
        if (keys.add(key) && !duplicates_) duplicates_ = is_among(key, base);
        push() = {key, value};
      };
      Hash128 one;
      if (!value<want>(at, one, keep)) return false;
      ++size;
      if constexpr (want == Want::tree_and_content) {
        ContentHash::member(sum, name, one);
      }
    } while (take(at, ','));
  }
  at_ = at;
  if (!close('}')) return false;
  if constexpr (want != Want::verdict) {
    out = Value::empty_object();
    out.size = static_cast<std::uint32_t>(size);
    out.keys = keys.all();
    arena_.make_room(out, size);
    for (std::size_t i = 0; i < size; ++i) out.members[i] = open_[base + i];
    open_size_ = base;
    if (size > few_members) duplicates_ |= may_repeat(out);
  }
  if constexpr (want == Want::tree_and_content) {
    hash = ContentHash::finish(size, sum);
  }
  return true;
}

// Whether the members from `base` on have it; false of many: see may_repeat.
bool TreeBuilder::is_among(const Key& key, std::size_t base) const {
  if (open_size_ - base > few_members) return false;
  return std::any_of(open_.data() + base, open_.data() + open_size_,
                     [&](const Member& before) { return before.key == key; });
}

// For objects with too many keys to compare each with each.
bool TreeBuilder::may_repeat(const Value& object) {
  std::vector<std::uint32_t> hashes;
  for (const Member& member : members(object)) {
    hashes.push_back(member.key.hash());
  }
  std::sort(hashes.begin(), hashes.end());
  return std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end();
}

std::optional<std::string_view> TreeBuilder::text_member(std::string_view key) {
  for (const At at : root_keys_) {
    std::string_view name, text;
    if (!contents<Want::tree>(at + 1, name)) return {};
    if (name != key) continue;
    // Behind it are the colon and the value.
    if (text_[at[2]] != '"' || !contents<Want::tree>(at + 3, text)) return {};
    return text;
  }
  return {};
}

void TreeBuilder::find_members(std::span<const Key> keys,
                               std::span<FoundMember> found) {
  // So many bytes can be read, whatever they are.
  constexpr std::size_t beginning = 64;
  // By the hash of a key: which of them it may be, from 1. Where several share
  // a place all are looked through.
  constexpr std::uint8_t several = 0xFF;
  std::array<std::uint8_t, 256> places{};
  for (std::size_t i = 0; i < keys.size(); ++i) {
    std::uint8_t& place = places[keys[i].hash() % places.size()];
    place = place == 0 ? static_cast<std::uint8_t>(i + 1) : several;
  }
  for (const At at : root_keys_) {
    std::string_view name;
    if (!contents<Want::tree>(at + 1, name)) return;
    const Key key(name);
    const std::uint8_t place = places[key.hash() % places.size()];
    if (place == 0) continue;
    const auto wanted = place == several
                            ? std::find(keys.begin(), keys.end(), key)
                            : keys.begin() + (place - 1);
    if (wanted == keys.end() || *wanted != key) continue;
    FoundMember& member =
        found[static_cast<std::size_t>(wanted - keys.begin())];
    if (!member.begins.empty()) continue;
    member.begins = {text_ + at[2], beginning};
    if (member.begins.front() == '"' &&
        !contents<Want::tree>(at + 3, member.text)) {
      return;
    }
  }
}

}  // namespace trunklift
