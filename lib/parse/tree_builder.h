// From simdjson's tape to a tree of Values. For lib/parse alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "model/value.h"
#include "parse/engine.h"

namespace trunklift {

// Turns simdjson's tape (see its doc/tape.md) into Values, in one pass. Number
// nodes appear in the order of their tokens, which is how the exact text of a
// real is found again.
class TreeBuilder {
public:
  TreeBuilder(ParseEngine& engine, Arena& arena)
      : engine_(engine),
        arena_(arena),
        tape_(engine.parser.doc.tape.get()),
        strings_(
            reinterpret_cast<const char*>(engine.parser.doc.string_buf.get())) {
  }

  // The text member `key` of the root, as far as it is an object that has it.
  std::optional<std::string_view> text_member(const Key& key);

  Value* root();

  // Whether an object may hold a key twice.
  bool may_have_duplicates() const { return duplicates_; }

  // See ContentHash.
  Hash128 content() const { return content_; }

private:
  // In larger objects, keys that may be the same are not looked for.
  static constexpr std::size_t few_members = 64;

  static char kind(std::uint64_t word) { return static_cast<char>(word >> 56); }
  static std::uint64_t payload(std::uint64_t word) { return word << 8 >> 8; }

  std::string_view string(std::uint64_t word);

  // These return the hash of what they build.
  Hash128 build(Value& out);
  Hash128 array(std::uint64_t word, Value& out);
  Hash128 object(std::uint64_t word, Value& out);
  Hash128 number(char type, Value& out);

  // Where the tape goes on after the value at `at`.
  std::size_t after(std::size_t at) const;
  static std::size_t end_of(std::uint64_t word) {
    return static_cast<std::uint32_t>(word);
  }

  // How many children the container has whose first word is `word`; the tape's
  // own count ends at 24 bits. `keys`: how many words stand before a value.
  std::size_t count(std::uint64_t word, std::size_t keys) const;

  void clash(const Value& object, std::size_t before, const Key& key);
  void literal(Value& out, Type type);

  // An integer has no -0, but the text has.
  void negative_zero(Value& out);

  // A number that was blotted out for simdjson: read it from the text.
  void patched_number(Value& out);

  ParseEngine& engine_;
  Arena& arena_;
  const std::uint64_t* tape_;
  const char* strings_;
  Hash128 content_;
  std::size_t at_ = 0;
  std::size_t numbers_ = 0;          // seen so far
  int may_have_negative_zero_ = -1;  // not known yet
  bool duplicates_ = false;
};

}  // namespace trunklift
