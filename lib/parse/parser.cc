// Bytes to Value: the only place that knows simdjson.
#include "parse/parser.h"

#include <simdjson.h>

#include <utility>

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
  tree_.root = nullptr;
  give_back(copy_);
}

template <Want want>
bool Parser::build() {
  TreeBuilder builder(parts_->index, arena_, parts_->scratch, max_depth_);
  Value* root = builder.root<want>();
  const auto error = builder.problem();
  is_too_deep_ = error == simdjson::DEPTH_ERROR;
  if (error) problem_ = describe(error);
  const bool is_tree = !error && want != Want::verdict;
  tree_ = {is_tree ? root : nullptr, builder.content(),
           builder.may_have_duplicates()};
  return !error;
}

std::optional<IndexedText> Parser::index(std::string_view text) {
  arena_.reset();
  tree_.root = nullptr;
  is_too_deep_ = false;
  problem_.clear();
  if (const auto error = parts_->index.find(text)) {
    problem_ = describe(error);
    return {};
  }
  return IndexedText(*this);
}

std::optional<Tree> Parser::read(std::string_view text) {
  auto indexed = index(text);
  if (!indexed || !indexed->with_tree()) return {};
  return tree_;
}

std::optional<Tree> Parser::read_copy(std::string_view text) {
  std::string padded(text);  // `text` may point into the former copy
  padded.resize(text.size() + parse_padding);
  copy_ = std::move(padded);
  return read(std::string_view(copy_).substr(0, text.size()));
}

Value* Parser::parse(std::string_view text) {
  return read(text) ? tree_.root : nullptr;
}

Value* Parser::parse_copy(std::string_view text) {
  return read_copy(text) ? tree_.root : nullptr;
}

Value* Parser::parse_bare(std::string_view text) {
  return index(text) && build<Want::tree>() ? std::exchange(tree_.root, nullptr)
                                            : nullptr;
}

bool IndexedText::seems_to_have(std::string_view key,
                                std::string_view value) const {
  return parser_->parts_->index.ends_with_member(key, value);
}

std::optional<JsonText> IndexedText::verdict() {
  if (!parser_->build<Want::verdict>()) return {};
  return JsonText(*parser_);
}

std::optional<JsonText> IndexedText::with_tree() {
  if (!parser_->build<Want::tree_and_content>()) return {};
  return JsonText(*parser_);
}

bool JsonText::has_escapes() const {
  return parser_->parts_->index.has_escapes();
}

bool JsonText::has_string(std::string_view one, std::string_view other) const {
  return parser_->parts_->index.has_string(one, other);
}

const Tree& JsonText::tree() const {
  if (!parser_->tree_.root) parser_->build<Want::tree_and_content>();
  return parser_->tree_;
}

std::optional<std::string_view> JsonText::text_member(
    std::string_view key) const {
  if (const Value* root = parser_->tree_.root) {
    const Value* value = root->is(Type::object) ? root->find(key) : nullptr;
    if (!value || !value->is(Type::string)) return {};
    return value->string();
  }
  return TreeBuilder(parser_->parts_->index, parser_->arena_,
                     parser_->parts_->scratch, parser_->max_depth_)
      .text_member(key);
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

void JsonText::find_members(std::span<const Key> keys,
                            std::span<FoundMember> found) const {
  const Value* root = parser_->tree_.root;
  if (!root) {
    return TreeBuilder(parser_->parts_->index, parser_->arena_,
                       parser_->parts_->scratch, parser_->max_depth_)
        .find_members(keys, found);
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (const Value* value = root->find(keys[i])) {
      found[i] = {beginning_of(*value, parser_->arena_),
                  value->string_or_empty()};
    }
  }
}

}  // namespace trunklift
