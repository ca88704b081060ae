// Bytes to Value: the only place that knows simdjson.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "model/value.h"
#include "parse/member.h"
#include "parse/padding.h"

namespace trunklift {

enum class Want : std::uint8_t;

// One a thread, reused: keeps its buffers between documents.
class Parser {
public:
  static constexpr std::size_t default_max_depth = 1024;
  // All stages follow a tree down by recursion. This is half of what the stack
  // of a thread holds under the address sanitizer, and what SQLite's functions
  // for JSON take.
  static constexpr std::size_t most_depth = 2000;

  // Deeper documents are refused: arrays and objects, other than empty ones, in
  // one another.
  explicit Parser(std::size_t max_depth = default_max_depth);
  ~Parser();
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // The whole of `text` as one JSON value, or nullptr and `problem()`. The text
  // is strictly RFC 8259 and valid UTF-8. Numbers of any size are accepted.
  // Value and arena stay valid until the next parse, and only as long as
  // `text`, which they point into. It must have `parse_padding` readable bytes
  // behind it.
  Value* parse(std::string_view text);

  // The same in steps. First: whether `text` consists of JSON's tokens.
  bool index(std::string_view text);
  // Then: whether it is JSON, without a tree; or the tree, which is made once.
  bool verdict();
  Value* tree();

  // After `index`: a quick guess at whether the text has this member at its
  // root, which is mostly right for one of the last members.
  bool seems_to_have(std::string_view key, std::string_view value) const;
  bool has_escapes() const;  // a backslash somewhere
  // After `index`: false only if the text holds neither string, as a key or as
  // a value.
  bool has_string(std::string_view one, std::string_view other) const;

  // After `verdict` or `tree`: what is at `key` in the root, if that is an
  // object and the first such member is text.
  std::optional<std::string_view> text_member(std::string_view key);

  // After `verdict` or `tree`: the first member of the root with each key.
  template <std::size_t count>
  std::array<FoundMember, count> find_members(
      const std::array<Key, count>& keys) {
    std::array<FoundMember, count> found;
    find_members(keys, found);
    return found;
  }

  // As `parse`, but `content` is not known.
  Value* parse_bare(std::string_view text);

  // The hash of the last tree: it is the same for the same members, items,
  // strings and number texts in the same order, whatever the white space and
  // escapes.
  Hash128 content() const { return content_; }

  // Copies `text` and keeps it; for callers that are not in a hurry.
  Value* parse_copy(std::string_view text);

  // False if no object in the last tree has a key twice.
  bool may_have_duplicates() const { return may_have_duplicates_; }

  // Why the last parse failed, for people: "unclosed string", "empty", ...
  const std::string& problem() const { return problem_; }
  bool is_too_deep() const { return is_too_deep_; }  // that was the problem

  // Gives back the memory that documents so far took, and forgets them.
  void let_go();

  // The arena that holds the tree; edits of the tree may allocate from it.
  Arena& arena() { return arena_; }

private:
  void find_members(std::span<const Key> keys, std::span<FoundMember> found);

  struct Parts;
  template <Want want>
  Value* build();

  std::unique_ptr<Parts> parts_;
  std::size_t max_depth_;
  Arena arena_;
  Value* tree_ = nullptr;  // of `tree`
  Hash128 content_;
  bool may_have_duplicates_ = false;
  std::string problem_;
  bool is_too_deep_ = false;
  std::string copy_;
};

}  // namespace trunklift
