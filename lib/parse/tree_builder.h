// From the tokens of a text to a tree of Values. For lib/parse alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "model/value.h"
#include "parse/member.h"
#include "parse/token_index.h"

namespace trunklift {

// What is wanted of a walk over a text.
enum class Want : std::uint8_t {
  verdict,           // whether it is JSON
  tree,              // that, and its tree
  tree_and_content,  // and the hash of what it says
};

// Holds a text against the grammar of RFC 8259, strictly, and builds its tree
// on the way: one pass over its tokens. Strings without escapes, and the texts
// of numbers, stay where they are.
class TreeBuilder {
public:
  // Kept from one text to the next.
  struct Scratch {
    std::vector<Member> open;  // children of containers that are not closed yet
    std::vector<const std::uint32_t*> keys;  // of the root: their tokens
  };
  TreeBuilder(const TokenIndex& index, Arena& arena, Scratch& scratch,
              std::size_t max_depth)
      : index_(index),
        arena_(arena),
        open_(scratch.open),
        root_keys_(scratch.keys),
        text_(index.text().data()),
        text_end_(text_ + index.text().size()),
        depth_left_(max_depth),
        at_(index.begin()),
        end_(index.end()),
        has_escapes_(index.has_escapes()) {}

  // See Parser::text_member; after a verdict.
  std::optional<std::string_view> text_member(std::string_view key);
  // See Parser::find_members; after a verdict.
  void find_members(std::span<const Key> keys, std::span<FoundMember> found);

  // The root; nullptr where the text is not JSON. A mere verdict builds
  // nothing: then it points to a value that says nothing.
  template <Want want>
  Value* root();

  simdjson::error_code problem() const { return problem_; }

  // Whether an object may hold a key twice.
  bool may_have_duplicates() const { return duplicates_; }

  // See ContentHash.
  Hash128 content() const { return content_; }

private:
  // In larger objects not each key is compared with each.
  static constexpr std::size_t few_members = 64;
  class Keys;

  // A place in the tokens: the next one. Nothing is looked at behind the last
  // token: it closes the root, and whoever takes it stops.
  using At = const std::uint32_t*;
  bool take(At& at, char c) const {
    const bool found = text_[*at] == c;
    at += found;
    return found;
  }
  bool fail(simdjson::error_code problem) {
    problem_ = problem;
    return false;
  }

  // A value, handed to `keep`, and its hash (of a mere verdict neither).
  // Whether there is one.
  template <Want want, typename Keep>
  bool value(At& at, Hash128& hash, const Keep& keep);
  // These take a container whose bracket was taken, or what is no string, from
  // `at_` on.
  template <Want want>
  bool array(Value& out, Hash128& hash);
  template <Want want>
  bool object(Value& out, Hash128& hash);
  template <Want want>
  bool bare(Value& out, Hash128& hash);
  template <Want want>
  bool number(Value& out, Hash128& hash);
  template <Want want>
  bool other_number(Value& out, Hash128& hash);
  bool word(std::string_view word);
  bool open(char bracket);
  bool close(char bracket);

  // The string whose token was taken last.
  template <Want want>
  bool contents(At at, std::string_view& out);
  bool unescape(std::string_view& text);
  // Whether the token that was taken last ends at `end`.
  bool ends(const char* end) const;
  Member& push() {
    if (open_size_ == open_.size()) open_.resize(open_.size() * 2 + 64);
    return open_[open_size_++];
  }
  bool is_among(const Key& key, std::size_t base) const;
  static bool may_repeat(const Value& object);

  const TokenIndex& index_;
  Arena& arena_;
  std::vector<Member>& open_;
  std::size_t open_size_ = 0;
  std::vector<At>& root_keys_;
  const char* text_;
  const char* text_end_;
  std::size_t depth_left_;
  std::size_t depth_at_root_ = depth_left_;
  At at_;
  At end_;
  bool has_escapes_;
  bool duplicates_ = false;
  simdjson::error_code problem_ = simdjson::SUCCESS;
  Hash128 content_;
};

}  // namespace trunklift
