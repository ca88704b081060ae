// Which keys a document has, level by level: most rules look for a few, and
// need not look at a document that has none of them.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/key.h"
#include "model/value.h"

namespace trunklift {

// Some keys, of which an object may have any: a look at its bits tells that it
// has none of them without looking for each.
class AnyOf {
public:
  constexpr AnyOf() = default;  // none
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
  // Which of these bits are its own.
  std::uint64_t among(std::uint64_t keys) const { return keys & bits_; }

private:
  std::uint64_t bits_ = 0;
};

// Bits as those of Value::keys, of all servers together, and of the settings of
// all their numbers.
struct LevelKeys {
  std::uint64_t root = 0, account = 0, server = 0, auth = 0, options = 0,
                number = 0;
  // A number is other than +1 and ten digits.
  bool other_number = false;
};
LevelKeys level_keys(const Value& root);

// A document has something for a rule only if one of these is there.
struct Needs {
  AnyOf root = {}, account = {}, server = {}, auth = {}, options = {},
        number = {};
  bool other_number = false;
  bool at_places = false;  // see looked_at

  // What Rule::looks_at says, see needs_at.
  static constexpr Needs looked_at() {
    Needs out;
    out.at_places = true;
    return out;
  }
  // Even a document without any of them may lack what the rule asks for.
  static constexpr Needs nothing() {
    constexpr AnyOf all = AnyOf::anything();
    return {all, all, all, all, all, all, true, false};
  }
  // At the levels that settings may stand at.
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

// What has to be there for anything to stand at one of these places (patterns
// as in Rule::looks_at): of "/servers/*/auth/ip" it is `ip` in an `auth`.
Needs needs_at(std::string_view patterns);

}  // namespace trunklift
