// Bytes to Value: the only place that knows simdjson.
#include "parse/parser.h"

#include <simdjson.h>

#include <cstring>

#include "parse/engine.h"
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

Parser::Parser(std::size_t max_depth)
    : engine_(std::make_unique<ParseEngine>(max_depth)) {}
Parser::~Parser() = default;

bool Parser::read(std::string_view text) {
  ParseEngine& engine = *engine_;
  arena_.reset();
  problem_.clear();
  engine.text = text;
  engine.tokens_known = engine.patched = false;
  auto error = engine.read(text);
  if (error == simdjson::NUMBER_ERROR) {
    // simdjson refuses numbers beyond 64 bits and beyond double, which JSON
    // allows: blot them out ("0" and blanks), parse, and read them ourselves.
    engine.know_tokens();
    copy_.assign(text);
    copy_.resize(text.size() + parse_padding);
    for (const NumberToken& token : engine.tokens) {
      if (fits_int64(token)) continue;
      std::memset(copy_.data() + token.offset, ' ', token.size);
      copy_[token.offset] = '0';
      engine.patched = true;
    }
    if (engine.patched) {
      error = engine.read(std::string_view(copy_).substr(0, text.size()));
    }
  }
  is_too_deep_ = error == simdjson::DEPTH_ERROR;
  if (error) problem_ = describe(error);
  return !error;
}

Value* Parser::tree() {
  TreeBuilder builder(*engine_, arena_);
  Value* root = builder.root();
  content_ = builder.content();
  may_have_duplicates_ = builder.may_have_duplicates();
  return root;
}

std::optional<std::string_view> Parser::text_member(const Key& key) {
  return TreeBuilder(*engine_, arena_).text_member(key);
}

Value* Parser::parse(std::string_view text) {
  return read(text) ? tree() : nullptr;
}

Value* Parser::parse_copy(std::string_view text) {
  std::string padded(text);
  padded.resize(text.size() + parse_padding);
  return parse(std::string_view(padded).substr(0, text.size()));
}

}  // namespace trunklift
