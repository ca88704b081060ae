// Bytes to Value: the only place that knows simdjson.
#include "parse/parser.h"

#include <simdjson.h>

#include "base/give_back.h"
#include "parse/token_index.h"
#include "parse/tree_builder.h"

namespace trunklift {
namespace {

static_assert(parse_padding >= simdjson::SIMDJSON_PADDING);

// What simdjson says, in words a person understands.
std::string describe(simdjson::error_code code) {
  switch (code) {
    case simdjson::EMPTY: return "it is empty";
    case simdjson::CAPACITY: return "it is larger than the parser can take";
    case simdjson::DEPTH_ERROR: return "it is nested too deeply";
    case simdjson::STRING_ERROR: return "a string is malformed";
    case simdjson::UNCLOSED_STRING: return "a string is not closed";
    case simdjson::UTF8_ERROR: return "it is not valid UTF-8";
    case simdjson::NUMBER_ERROR: return "a number is malformed";
    case simdjson::UNESCAPED_CHARS:
      return "a string holds an unescaped control character";
    case simdjson::T_ATOM_ERROR:
    case simdjson::F_ATOM_ERROR:
    case simdjson::N_ATOM_ERROR:
      return "a word is neither true, false nor null";
    case simdjson::TAPE_ERROR:
      return "the structure is broken (a bracket, comma, colon or quote is "
             "missing or misplaced)";
    default: return simdjson::error_message(code);
  }
}

}  // namespace

struct Parser::Parts {
  TokenIndex index;
  TreeBuilder::Scratch scratch;
};

Parser::Parser(std::size_t max_depth)
    : parts_(std::make_unique<Parts>()), max_depth_(max_depth) {}
Parser::~Parser() = default;

void Parser::let_go() {
  parts_ = std::make_unique<Parts>();
  arena_ = {};
  tree_ = nullptr;
  give_back(copy_);
}

bool Parser::index(std::string_view text) {
  arena_.reset();
  tree_ = nullptr;
  const auto error = parts_->index.find(text);
  is_too_deep_ = false;
  problem_.clear();
  if (error) problem_ = describe(error);
  return !error;
}

template <Want want>
Value* Parser::build() {
  TreeBuilder builder(parts_->index, arena_, parts_->scratch, max_depth_);
  Value* root = builder.root<want>();
  const auto error = builder.problem();
  content_ = builder.content();
  may_have_duplicates_ = builder.may_have_duplicates();
  is_too_deep_ = error == simdjson::DEPTH_ERROR;
  if (error) problem_ = describe(error);
  return error ? nullptr : root;
}

bool Parser::verdict() { return build<Want::verdict>(); }

Value* Parser::tree() {
  if (!tree_) tree_ = build<Want::tree_and_content>();
  return tree_;
}

bool Parser::seems_to_have(std::string_view key, std::string_view value) const {
  return parts_->index.ends_with_member(key, value);
}

bool Parser::has_escapes() const { return parts_->index.has_escapes(); }

bool Parser::has_string(std::string_view one, std::string_view other) const {
  return parts_->index.has_string(one, other);
}

std::optional<std::string_view> Parser::text_member(std::string_view key) {
  if (!tree_) {
    return TreeBuilder(parts_->index, arena_, parts_->scratch, max_depth_)
        .text_member(key);
  }
  const Value* value = tree_->is(Type::object) ? tree_->find(key) : nullptr;
  if (!value || !value->is(Type::string)) return {};
  return value->string();
}

namespace {

std::string_view beginning_of(const Value& value, Arena& arena) {
  constexpr std::size_t beginning = 64;
  const bool nested = value.is(Type::array) || value.is(Type::object);
  if (nested && value.size > 0) {
    return arena.copy(to_json(value).substr(0, beginning));
  }
  switch (value.type) {
    case Type::null: return "null";
    case Type::boolean: return value.truth ? "true" : "false";
    case Type::string: return "\"";
    case Type::array: return "[]";
    case Type::object: return "{}";
    default: return "0";
  }
}

}  // namespace

void Parser::find_members(std::span<const Key> keys,
                          std::span<FoundMember> found) {
  if (!tree_) {
    return TreeBuilder(parts_->index, arena_, parts_->scratch, max_depth_)
        .find_members(keys, found);
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (const Value* value = tree_->find(keys[i])) {
      found[i] = {beginning_of(*value, arena_), value->string_or_empty()};
    }
  }
}

Value* Parser::parse(std::string_view text) {
  return index(text) ? tree() : nullptr;
}

Value* Parser::parse_bare(std::string_view text) {
  return index(text) ? build<Want::tree>() : nullptr;
}

Value* Parser::parse_copy(std::string_view text) {
  std::string padded(text);  // `text` may point into the former copy
  padded.resize(text.size() + parse_padding);
  copy_ = std::move(padded);
  return parse(std::string_view(copy_).substr(0, text.size()));
}

}  // namespace trunklift
