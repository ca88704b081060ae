// Bytes to Value: the only place that knows simdjson.
#include "parse/parser.h"

#include <simdjson.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"

namespace trunklift {
namespace {

static_assert(parse_padding >= simdjson::SIMDJSON_PADDING);

// The end of the run of digits that starts at `i`.
std::size_t skip_digits(std::string_view text, std::size_t i) {
  while (i < text.size() && is_digit(text[i])) ++i;
  return i;
}

struct NumberToken {
  std::size_t offset;
  std::size_t size;
  bool has_fraction_or_exponent;
  std::size_t integer_digits;
};

// The number that starts at `i`, if RFC 8259 has it as one.
std::optional<NumberToken> number_at(std::string_view text, std::size_t i) {
  NumberToken token{i, 0, false, 0};
  std::size_t at = i + (text[i] == '-');
  const std::size_t digits = skip_digits(text, at) - at;
  if (digits == 0 || (digits > 1 && text[at] == '0')) return {};
  token.integer_digits = digits;
  at += digits;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = skip_digits(text, at + 1);
    if (end == at + 1) return {};
    at = end;
    token.has_fraction_or_exponent = true;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t start = at + 1;
    if (start < text.size() && (text[start] == '+' || text[start] == '-')) {
      ++start;
    }
    const std::size_t end = skip_digits(text, start);
    if (end == start) return {};
    at = end;
    token.has_fraction_or_exponent = true;
  }
  token.size = at - i;
  return token;
}

// All number tokens of a JSON text in written order. On text that is not JSON
// the result is of no use, but harmless.
std::vector<NumberToken> number_tokens(std::string_view text) {
  std::vector<NumberToken> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\') ++i;
      }
      ++i;
    } else if (c == '-' || is_digit(c)) {
      const auto token = number_at(text, i);
      if (token) tokens.push_back(*token);
      i += token ? token->size : 1;
    } else {
      ++i;
    }
  }
  return tokens;
}

bool fits_int64(const NumberToken& token) {
  return !token.has_fraction_or_exponent && token.integer_digits <= 18;
}

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

struct Parser::Engine {
  simdjson::dom::parser parser;

  // Turns a simdjson tree into Values. Number nodes appear in the order of
  // their tokens, which is how the exact text of a real is found again.
  struct Builder {
    Arena& arena;
    std::string_view text;            // as written
    std::vector<NumberToken> tokens;  // empty until needed
    bool tokens_known = false;
    std::size_t numbers = 0;          // seen so far
    int may_have_negative_zero = -1;  // not known yet

    void know_tokens() {
      if (!std::exchange(tokens_known, true)) tokens = number_tokens(text);
    }

    void literal(Value& out, Type type) {
      know_tokens();
      const NumberToken& token = tokens.at(numbers);
      out.type = type;
      const std::string_view kept =
          arena.copy(text.substr(token.offset, token.size));
      out.text = kept.data();
      out.size = static_cast<std::uint32_t>(kept.size());
    }

    void number(const simdjson::dom::element& element, Value& out,
                bool patched) {
      if (patched && !fits_int64(tokens[numbers])) {
        patched_number(out);
      } else if (element.is_int64()) {
        out.type = Type::integer;
        out.integer = element.get_int64().value_unsafe();
        if (out.integer == 0) negative_zero(out);
      } else if (element.is_uint64()) {
        literal(out, Type::big);
      } else {
        out.real = element.get_double().value_unsafe();
        literal(out, Type::real);
      }
      ++numbers;
    }

    // An integer has no -0, but the text has.
    void negative_zero(Value& out) {
      if (may_have_negative_zero < 0) {
        may_have_negative_zero = text.find("-0") != std::string_view::npos;
      }
      if (!may_have_negative_zero) return;
      know_tokens();
      if (text[tokens[numbers].offset] == '-') literal(out, Type::big);
    }

    // A number that was blotted out for simdjson: read it from the text.
    void patched_number(Value& out) {
      const NumberToken& token = tokens[numbers];
      literal(out, Type::big);
      if (!token.has_fraction_or_exponent) {
        std::int64_t integer = 0;
        const char* end = out.text + out.size;
        if (std::from_chars(out.text, end, integer).ec == std::errc{}) {
          out = Value::of(integer);
        }
        return;
      }
      const double real =
          std::strtod(std::string(out.string()).c_str(), nullptr);
      if (real - real == 0) {  // finite
        out.type = Type::real;
        out.real = real;
      }
    }

    void build(const simdjson::dom::element& element, Value& out,
               bool patched) {
      using simdjson::dom::element_type;
      switch (element.type()) {
        case element_type::NULL_VALUE: out.type = Type::null; return;
        case element_type::BOOL:
          out = Value::of(element.get_bool().value_unsafe());
          return;
        case element_type::STRING:
          out = Value::of(element.get_string().value_unsafe());
          return;
        case element_type::ARRAY: return build_array(element, out, patched);
        case element_type::OBJECT: return build_object(element, out, patched);
        default: return number(element, out, patched);
      }
    }

    void build_array(const simdjson::dom::element& element, Value& out,
                     bool patched) {
      const auto array = element.get_array().value_unsafe();
      std::size_t count = array.size();
      // The count saturates in simdjson's tape.
      if (count >= 0xFFFFFF) {
        count = 0;
        for ([[maybe_unused]] auto item : array) ++count;
      }
      out.type = Type::array;
      out.size = static_cast<std::uint32_t>(count);
      out.items = arena.new_items(count);
      Value* next = out.items;
      for (const auto item : array) build(item, *next++, patched);
    }

    void build_object(const simdjson::dom::element& element, Value& out,
                      bool patched) {
      const auto object = element.get_object().value_unsafe();
      std::size_t count = object.size();
      if (count >= 0xFFFFFF) {
        count = 0;
        for ([[maybe_unused]] auto member : object) ++count;
      }
      out.type = Type::object;
      out.size = static_cast<std::uint32_t>(count);
      out.members = arena.new_members(count);
      Member* next = out.members;
      for (const auto member : object) {
        next->key = member.key;
        build(member.value, next->value, patched);
        ++next;
      }
    }
  };
};

Parser::Parser() : engine_(std::make_unique<Engine>()) {}
Parser::~Parser() = default;

Value* Parser::parse(std::string_view text) {
  arena_.reset();
  problem_.clear();
  Engine::Builder builder{arena_, text, {}};
  auto result = engine_->parser.parse(
      reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), false);
  bool patched = false;
  if (result.error() == simdjson::NUMBER_ERROR) {
    // simdjson refuses numbers beyond 64 bits and beyond double, which JSON
    // allows: blot them out ("0" and blanks), parse, and read them ourselves.
    builder.know_tokens();
    copy_.assign(text);
    copy_.resize(text.size() + parse_padding);
    for (const NumberToken& token : builder.tokens) {
      if (fits_int64(token)) continue;
      std::memset(copy_.data() + token.offset, ' ', token.size);
      copy_[token.offset] = '0';
      patched = true;
    }
    if (patched) {
      result = engine_->parser.parse(
          reinterpret_cast<const std::uint8_t*>(copy_.data()), text.size(),
          false);
    }
  }
  if (result.error()) {
    problem_ = describe(result.error());
    return nullptr;
  }
  Value* root = arena_.new_items(1);
  builder.build(result.value_unsafe(), *root, patched);
  return root;
}

Value* Parser::parse_copy(std::string_view text) {
  std::string padded(text);
  padded.resize(text.size() + parse_padding);
  return parse(std::string_view(padded).substr(0, text.size()));
}

}  // namespace trunklift
