// Bytes to Value: the only place that knows simdjson.
#include "parse/parser.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parse/content_hash.h"

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
  // For simdjson the document itself is a level.
  explicit Engine(std::size_t depth) : max_depth(depth + 1) {}

  simdjson::dom::parser parser;
  std::size_t max_depth;
  std::string_view text;            // as written
  std::vector<NumberToken> tokens;  // empty until needed
  bool tokens_known = false;
  bool patched = false;  // numbers were blotted out

  simdjson::error_code read(std::string_view bytes) {
    if (bytes.size() > parser.capacity() || parser.max_depth() != max_depth) {
      const auto error =
          parser.allocate(std::max(bytes.size(), parser.capacity()), max_depth);
      if (error) return error;
    }
    return parser
        .parse(reinterpret_cast<const std::uint8_t*>(bytes.data()),
               bytes.size(), false)
        .error();
  }

  // The number tokens of the text in written order, from the places where the
  // parser found tokens to start. On text that is not JSON the result is of no
  // use, but harmless.
  void know_tokens() {
    if (std::exchange(tokens_known, true)) return;
    tokens.clear();
    const auto& found = *parser.implementation;
    for (std::uint32_t i = 0; i < found.n_structural_indexes; ++i) {
      const std::size_t at = found.structural_indexes[i];
      if (at >= text.size() || (text[at] != '-' && !is_digit(text[at]))) {
        continue;
      }
      if (const auto token = number_at(text, at)) tokens.push_back(*token);
    }
  }
};

namespace {

// Turns simdjson's tape (see its doc/tape.md) into Values, in one pass. Number
// nodes appear in the order of their tokens, which is how the exact text of a
// real is found again.
template <typename Engine>
class Builder {
public:
  Builder(Engine& engine, Arena& arena)
      : engine_(engine),
        arena_(arena),
        tape_(engine.parser.doc.tape.get()),
        strings_(
            reinterpret_cast<const char*>(engine.parser.doc.string_buf.get())) {
  }

  // The text member `key` of the root, as far as it is an object that has it.
  std::optional<std::string_view> text_member(const Key& key) {
    const std::uint64_t root = tape_[1];
    if (kind(root) != '{') return {};
    const std::size_t end = end_of(root) - 1;
    for (std::size_t at = 2; at < end;) {
      const bool found = string(tape_[at]) == key.text();
      const std::uint64_t value = tape_[++at];
      if (found) {
        if (kind(value) != '"') return {};
        return string(value);
      }
      at = after(at);
    }
    return {};
  }

  Value* root() {
    Value* root = arena_.new_items(1);
    at_ = 1;
    content_ = build(*root);
    return root;
  }

  // Whether an object may hold a key twice.
  bool may_have_duplicates() const { return duplicates_; }

  // See ContentHash.
  Hash128 content() const { return content_; }

private:
  // In larger objects, keys that may be the same are not looked for.
  static constexpr std::size_t few_members = 64;

  static char kind(std::uint64_t word) { return static_cast<char>(word >> 56); }
  static std::uint64_t payload(std::uint64_t word) { return word << 8 >> 8; }

  std::string_view string(std::uint64_t word) {
    const char* start = strings_ + payload(word);
    std::uint32_t size = 0;
    std::memcpy(&size, start, sizeof size);
    return {start + sizeof size, size};
  }

  // Returns the hash of what it builds.
  Hash128 build(Value& out) {
    const std::uint64_t word = tape_[at_++];
    switch (kind(word)) {
      case '"':
        out = Value::of(string(word));
        return ContentHash::string(out.string());
      case 't': out = Value::of(true); return ContentHash::boolean(true);
      case 'f': out = Value::of(false); return ContentHash::boolean(false);
      case 'n': out = Value(); return ContentHash::null();
      case '{': return object(word, out);
      case '[': return array(word, out);
      default: return number(kind(word), out);
    }
  }

  // Where the tape goes on after the value at `at`.
  std::size_t after(std::size_t at) const {
    switch (kind(tape_[at])) {
      case '{':
      case '[': return end_of(tape_[at]);
      case 'l':
      case 'u':
      case 'd': return at + 2;
      default: return at + 1;
    }
  }
  static std::size_t end_of(std::uint64_t word) {
    return static_cast<std::uint32_t>(word);
  }

  // How many children the container has whose first word is `word`; the tape's
  // own count ends at 24 bits. `keys`: how many words stand before a value.
  std::size_t count(std::uint64_t word, std::size_t keys) const {
    const std::size_t counted = payload(word) >> 32;
    if (counted < 0xFFFFFF) return counted;
    std::size_t children = 0;
    for (std::size_t at = at_; at < end_of(word) - 1; ++children) {
      at = after(at + keys);
    }
    return children;
  }

  Hash128 array(std::uint64_t word, Value& out) {
    const std::size_t size = count(word, 0);
    out = Value::empty_array();
    out.size = static_cast<std::uint32_t>(size);
    out.items = arena_.new_items(size);
    Hash128 hash = ContentHash::array();
    for (std::size_t i = 0; i < size; ++i) {
      ContentHash::item(hash, build(out.items[i]));
    }
    ++at_;  // the closing bracket
    return ContentHash::finish(size, hash);
  }

  Hash128 object(std::uint64_t word, Value& out) {
    const std::size_t size = count(word, 1);
    out = Value::empty_object();
    out.size = static_cast<std::uint32_t>(size);
    out.members = arena_.new_members(size);
    Hash128 hash = ContentHash::object();
    std::uint64_t seen[4] = {};  // a bit a key, by its hash
    for (std::size_t i = 0; i < size; ++i) {
      const Key key = string(tape_[at_++]);
      std::uint64_t& bits = seen[key.hash() / 64 % std::size(seen)];
      const std::uint64_t bit = std::uint64_t{1} << (key.hash() % 64);
      if (bits & bit) clash(out, i, key);
      bits |= bit;
      out.members[i].key = key;
      ContentHash::member(hash, key, build(out.members[i].value));
    }
    ++at_;
    return ContentHash::finish(size, hash);
  }

  void clash(const Value& object, std::size_t before, const Key& key) {
    if (duplicates_ || before > few_members) {
      duplicates_ = true;  // maybe
      return;
    }
    duplicates_ =
        std::any_of(object.members, object.members + before,
                    [&](const Member& member) { return member.key == key; });
  }

  Hash128 number(char type, Value& out) {
    const std::uint64_t bits = tape_[at_++];
    if (engine_.patched && !fits_int64(engine_.tokens[numbers_])) {
      patched_number(out);
    } else if (type == 'l') {
      out = Value::of(static_cast<std::int64_t>(bits));
      if (bits == 0) negative_zero(out);
    } else if (type == 'u') {
      literal(out, Type::big);
    } else {
      literal(out, Type::real);
      std::memcpy(&out.real, &bits, sizeof bits);
    }
    ++numbers_;
    return out.is(Type::integer) ? ContentHash::integer(out.integer)
                                 : ContentHash::number(out.string());
  }

  void literal(Value& out, Type type) {
    engine_.know_tokens();
    const NumberToken& token = engine_.tokens.at(numbers_);
    out = Value();  // the arena is used again: it holds a former document
    out.type = type;
    const std::string_view kept =
        arena_.copy(engine_.text.substr(token.offset, token.size));
    out.text = kept.data();
    out.size = static_cast<std::uint32_t>(kept.size());
  }

  // An integer has no -0, but the text has.
  void negative_zero(Value& out) {
    if (may_have_negative_zero_ < 0) {
      may_have_negative_zero_ =
          engine_.text.find("-0") != std::string_view::npos;
    }
    if (!may_have_negative_zero_) return;
    engine_.know_tokens();
    if (engine_.text[engine_.tokens.at(numbers_).offset] == '-') {
      literal(out, Type::big);
    }
  }

  // A number that was blotted out for simdjson: read it from the text.
  void patched_number(Value& out) {
    const NumberToken& token = engine_.tokens[numbers_];
    literal(out, Type::big);
    if (!token.has_fraction_or_exponent) {
      std::int64_t integer = 0;
      const char* end = out.text + out.size;
      if (std::from_chars(out.text, end, integer).ec == std::errc{}) {
        out = Value::of(integer);
      }
      return;
    }
    const double real = std::strtod(std::string(out.string()).c_str(), nullptr);
    if (real - real == 0) {  // finite
      out.type = Type::real;
      out.real = real;
    }
  }

  Engine& engine_;
  Arena& arena_;
  const std::uint64_t* tape_;
  const char* strings_;
  Hash128 content_;
  std::size_t at_ = 0;
  std::size_t numbers_ = 0;          // seen so far
  int may_have_negative_zero_ = -1;  // not known yet
  bool duplicates_ = false;
};

}  // namespace

Parser::Parser(std::size_t max_depth)
    : engine_(std::make_unique<Engine>(max_depth)) {}
Parser::~Parser() = default;

bool Parser::read(std::string_view text) {
  Engine& engine = *engine_;
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
  Builder builder(*engine_, arena_);
  Value* root = builder.root();
  content_ = builder.content();
  may_have_duplicates_ = builder.may_have_duplicates();
  return root;
}

std::optional<std::string_view> Parser::text_member(const Key& key) {
  return Builder(*engine_, arena_).text_member(key);
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
