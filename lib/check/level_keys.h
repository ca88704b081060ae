// The keys that a document has at each level. Most rules look for a few keys
// and are not called for a document without any of them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/key.h"
#include "model/value.h"

namespace trunklift {

// A set of keys. One comparison of bits often shows that an object has none of
// them.
class AnyOf {
public:
  constexpr AnyOf() = default;  // no keys
  template <typename... Keys>
  explicit constexpr AnyOf(const Key& key, const Keys&... keys)
      : bits_((Value::key_bit(key) | ... | Value::key_bit(keys))) {}
  template <std::size_t count>
  explicit constexpr AnyOf(const std::array<Key, count>& keys) {
    for (const Key& key : keys) bits_ |= Value::key_bit(key);
  }
  static constexpr AnyOf of_bits(std::uint64_t bits) {
    AnyOf out;
    out.bits_ = bits;
    return out;
  }
  constexpr AnyOf operator|(const AnyOf& other) const {
    return of_bits(bits_ | other.bits_);
  }
  static constexpr AnyOf anything() { return of_bits(~std::uint64_t{0}); }

  bool may_be_in(const Value& value) const {
    return value.is(Type::object) && among(value.keys) != 0;
  }
  // The bits of `keys` that are in the set.
  std::uint64_t among(std::uint64_t keys) const { return keys & bits_; }

private:
  std::uint64_t bits_ = 0;
};

// Bits like those of Value::keys for each level. All servers share theirs, and
// so do the settings of all numbers.
struct LevelKeys {
  std::uint64_t root = 0, account = 0, server = 0, auth = 0, options = 0,
                number = 0;
  // Some number is not +1 and ten digits.
  bool other_number = false;
};
LevelKeys level_keys(const Value& root);

// A rule is called only if the document has one of these keys, or another
// number.
struct Needs {
  AnyOf root = {}, account = {}, server = {}, auth = {}, options = {},
        number = {};
  bool other_number = false;
  bool at_places = false;  // set by looked_at

  // The needs follow from Rule::looks_at, see needs_at.
  static constexpr Needs looked_at() {
    Needs out;
    out.at_places = true;
    return out;
  }
  // The rule is called for every document, because it may report what is
  // missing.
  static constexpr Needs nothing() {
    constexpr AnyOf all = AnyOf::anything();
    return {all, all, all, all, all, all, true, false};
  }
  // One of the keys at a level that may have settings.
  static constexpr Needs setting(const AnyOf& keys) {
    Needs out;
    out.account = out.options = out.number = keys;
    return out;
  }

  bool are_met_by(const LevelKeys& keys) const {
    const std::uint64_t met =
        root.among(keys.root) | account.among(keys.account) |
        server.among(keys.server) | auth.among(keys.auth) |
        options.among(keys.options) | number.among(keys.number);
    return met != 0 || (other_number && keys.other_number);
  }
};

// The keys that must be there if a value stands at one of these places
// (patterns as in Rule::looks_at). For "/servers/*/auth/ip" this is `ip` in an
// `auth`.
Needs needs_at(std::string_view patterns);

}  // namespace trunklift
