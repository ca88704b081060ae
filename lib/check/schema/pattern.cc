// A compiled regular expression of a schema: the only place that knows PCRE2.
#include "check/schema/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <new>

namespace trunklift::schema {
namespace {

// Some ten milliseconds at worst; honest patterns take a few steps a character.
constexpr std::uint32_t most_steps = 1'000'000;
constexpr std::uint32_t most_depth = 10'000;
constexpr std::uint32_t most_kilobytes = 16 * 1024;

PCRE2_SPTR units(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data() ? text.data() : "");
}

std::string message_of(int code) {
  std::array<PCRE2_UCHAR, 200> buffer{};
  pcre2_get_error_message(code, buffer.data(), buffer.size());
  return reinterpret_cast<const char*>(buffer.data());
}

}  // namespace

void MatchScratch::Free::operator()(pcre2_match_data* data) const {
  pcre2_match_data_free(data);
}
void MatchScratch::Free::operator()(pcre2_match_context* context) const {
  pcre2_match_context_free(context);
}
void Pattern::Free::operator()(pcre2_code* code) const {
  pcre2_code_free(code);
}

MatchScratch::MatchScratch()
    : data_(pcre2_match_data_create(1, nullptr)),
      context_(pcre2_match_context_create(nullptr)) {
  if (!data_ || !context_) throw std::bad_alloc();
  pcre2_set_match_limit(context_.get(), most_steps);
  pcre2_set_depth_limit(context_.get(), most_depth);
  pcre2_set_heap_limit(context_.get(), most_kilobytes);
}

Pattern::Pattern(std::string_view ecma, Dialect dialect)
    : source_(ecma), simple_(SimplePattern::compile(ecma, dialect)) {
  if (simple_) return;
  const std::string pattern = to_pcre2(ecma, dialect);
  std::uint32_t options =
      PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C;
  if (dialect == Dialect::ecma) options |= PCRE2_DOLLAR_ENDONLY;
  const std::unique_ptr<pcre2_compile_context,
                        decltype(&pcre2_compile_context_free)>
      context(pcre2_compile_context_create(nullptr),
              pcre2_compile_context_free);
  if (!context) throw std::bad_alloc();
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  int error = 0;
  PCRE2_SIZE offset = 0;
  code_.reset(pcre2_compile(units(pattern), pattern.size(), options, &error,
                            &offset, context.get()));
  if (!code_) throw BadPattern(message_of(error));
  // Where there is no JIT, the interpreter serves.
  pcre2_jit_compile(code_.get(), PCRE2_JIT_COMPLETE);
}

Match Pattern::match(std::string_view text, MatchScratch& scratch) const {
  if (simple_) return simple_->match(text) ? Match::yes : Match::no;
  const int result = pcre2_match(code_.get(), units(text), text.size(), 0, 0,
                                 scratch.data_.get(), scratch.context_.get());
  if (result >= 0) return Match::yes;
  return result == PCRE2_ERROR_NOMATCH ? Match::no : Match::undecided;
}

}  // namespace trunklift::schema
