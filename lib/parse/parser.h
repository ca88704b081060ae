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
class IndexedText;
class JsonText;

// A document as a tree. Value and arena stay valid until the next text of the
// parser, and only as long as the text, which they point into.
struct Tree {
  Value* root;
  // A hash: it is the same for the same members, items, strings and number
  // texts in the same order, whatever the white space and escapes.
  Hash128 content;
  // False if no object has a key twice.
  bool may_have_duplicates;
};

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

  // A text must have `parse_padding` readable bytes behind it. It is strictly
  // RFC 8259 and valid UTF-8; numbers of any size are accepted. What is
  // returned is empty where the text is something else, see `problem`.

  // The whole of `text` as one JSON value.
  std::optional<Tree> read(std::string_view text);
  // Copies `text` and keeps it; for callers that are not in a hurry. The copy
  // needs no padding.
  std::optional<Tree> read_copy(std::string_view text);
  // The roots of these, or nullptr.
  Value* parse(std::string_view text);
  Value* parse_copy(std::string_view text);
  // As `parse`, but the content is not hashed.
  Value* parse_bare(std::string_view text);

  // The same in steps. The first finds the tokens of a text. Each step is asked
  // for what it has found out, and leads to the next one.
  std::optional<IndexedText> index(std::string_view text);

  // Why the last text was none, for people: "unclosed string", "empty", ...
  const std::string& problem() const { return problem_; }
  bool is_too_deep() const { return is_too_deep_; }  // that was the problem

  // Gives back the memory that documents so far took, and forgets them.
  void let_go();

  // The arena that holds the tree; edits of the tree may allocate from it.
  Arena& arena() { return arena_; }

private:
  friend class IndexedText;
  friend class JsonText;
  struct Parts;
  template <Want want>
  bool build();

  std::unique_ptr<Parts> parts_;
  std::size_t max_depth_;
  Arena arena_;
  // Its root is nullptr until the tree of the text at hand is made.
  Tree tree_{nullptr, {}, false};
  std::string problem_;
  bool is_too_deep_ = false;
  std::string copy_;
};

// A text whose tokens are known. Valid until the parser's next text.
class IndexedText {
public:
  // A quick guess at whether the text has this member at its root, which is
  // mostly right for one of the last members.
  bool seems_to_have(std::string_view key, std::string_view value) const;
  // Whether it is JSON; nothing is built.
  std::optional<JsonText> verdict();
  // The same, and the tree is made at once.
  std::optional<JsonText> with_tree();

private:
  friend class Parser;
  explicit IndexedText(Parser& parser) : parser_(&parser) {}
  Parser* parser_;
};

// A text that is JSON. Valid until the parser's next text.
class JsonText {
public:
  bool has_escapes() const;  // a backslash somewhere
  // False only if the text holds neither string, as a key or as a value.
  bool has_string(std::string_view one, std::string_view other) const;
  // What is at `key` in the root, if that is an object and the first such
  // member is text.
  std::optional<std::string_view> text_member(std::string_view key) const;
  // The first member of the root with each key.
  template <std::size_t count>
  std::array<FoundMember, count> find_members(
      const std::array<Key, count>& keys) const {
    std::array<FoundMember, count> found;
    find_members(keys, found);
    return found;
  }
  // It is made once.
  const Tree& tree() const;

private:
  friend class IndexedText;
  explicit JsonText(Parser& parser) : parser_(&parser) {}
  void find_members(std::span<const Key> keys,
                    std::span<FoundMember> found) const;
  Parser* parser_;
};

}  // namespace trunklift
