// A compiled regular expression of a schema: the only place that knows PCRE2.
#include "schema/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>

namespace trunklift::schema {
namespace {

// PCRE2's own limit counts neither the bytes that one part of a pattern runs
// over nor those that a reference to a group compares. With texts of this
// length and so few tries neither matters, and nothing needs to be counted.
constexpr std::size_t short_text = 200;
constexpr std::uint32_t few_tries = 20'000;
constexpr std::uint64_t free_steps = 64;  // a byte
// Where there is no JIT: the interpreter's levels, and its memory in KiB.
constexpr std::uint32_t most_depth = 10'000'000;
constexpr std::uint32_t most_kilobytes = 64 * 1024;
// The memory of a match in compiled code is taken as it is needed.
constexpr std::size_t first_stack = 32 * 1024;
constexpr std::size_t most_stack = std::size_t{64} * 1024 * 1024;

PCRE2_SPTR units(std::string_view text) {
  return reinterpret_cast<PCRE2_SPTR>(text.data() ? text.data() : "");
}

std::string message_of(int code) {
  std::array<PCRE2_UCHAR, 200> buffer{};
  pcre2_get_error_message(code, buffer.data(), buffer.size());
  return reinterpret_cast<const char*>(buffer.data());
}

// How far a match has come.
struct Steps {
  std::uint64_t left;
  bool compares_groups;  // the pattern refers back to what it found
  PCRE2_SIZE place = 0;
};

// Called before each part of a pattern that is tried. Not 0: give up.
int count_step(pcre2_callout_block* block, void* data) {
  Steps& steps = *static_cast<Steps*>(data);
  const PCRE2_SIZE place = block->current_position;
  std::uint64_t taken =
      1 + (place > steps.place ? place - steps.place : steps.place - place);
  steps.place = place;
  for (std::uint32_t i = 1; steps.compares_groups && i < block->capture_top;
       ++i) {
    const PCRE2_SIZE* group = block->offset_vector + 2 * std::size_t{i};
    if (group[0] != PCRE2_UNSET && group[1] > group[0]) {
      taken += group[1] - group[0];
    }
  }
  if (taken > steps.left) {
    steps.left = 0;
    return PCRE2_ERROR_MATCHLIMIT;
  }
  steps.left -= taken;
  return 0;
}

}  // namespace

void MatchScratch::Free::operator()(pcre2_match_data* data) const {
  pcre2_match_data_free(data);
}
void MatchScratch::Free::operator()(pcre2_match_context* context) const {
  pcre2_match_context_free(context);
}
void MatchScratch::Free::operator()(pcre2_jit_stack* stack) const {
  pcre2_jit_stack_free(stack);
}
void Pattern::Free::operator()(pcre2_code* code) const {
  pcre2_code_free(code);
}

MatchScratch::MatchScratch()
    : data_(pcre2_match_data_create(1, nullptr)),
      context_(pcre2_match_context_create(nullptr)),
      stack_(pcre2_jit_stack_create(first_stack, most_stack, nullptr)) {
  if (!data_ || !context_) throw std::bad_alloc();
  if (stack_) pcre2_jit_stack_assign(context_.get(), nullptr, stack_.get());
  pcre2_set_depth_limit(context_.get(), most_depth);
  pcre2_set_heap_limit(context_.get(), most_kilobytes);
}

Pattern::Code Pattern::compiled(const std::string& pattern,
                                std::uint32_t options) {
  const std::unique_ptr<pcre2_compile_context,
                        decltype(&pcre2_compile_context_free)>
      context(pcre2_compile_context_create(nullptr),
              pcre2_compile_context_free);
  if (!context) throw std::bad_alloc();
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  int error = 0;
  PCRE2_SIZE offset = 0;
  Code out(pcre2_compile(units(pattern), pattern.size(), options, &error,
                         &offset, context.get()));
  if (!out) throw BadPattern(message_of(error));
  // Where there is no JIT, the interpreter serves.
  pcre2_jit_compile(out.get(), PCRE2_JIT_COMPLETE);
  return out;
}

Pattern::Pattern(std::string_view ecma, Dialect dialect)
    : source_(ecma), simple_(SimplePattern::compile(ecma, dialect)) {
  if (simple_) return;
  const std::string pattern = to_pcre2(ecma, dialect);
  std::uint32_t options = PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF |
                          PCRE2_NEVER_BACKSLASH_C | PCRE2_ALLOW_EMPTY_CLASS;
  if (dialect == Dialect::ecma) options |= PCRE2_DOLLAR_ENDONLY;
  code_ = compiled(pattern, options);
  counting_ = compiled(pattern, options | PCRE2_AUTO_CALLOUT);
}

Match Pattern::match(std::string_view text, MatchScratch& scratch) const {
  if (simple_) return simple_->match(text) ? Match::yes : Match::no;
  if (text.size() > short_text) return count(text, scratch);
  pcre2_match_context* context = scratch.context_.get();
  pcre2_set_match_limit(context, few_tries);
  pcre2_set_callout(context, nullptr, nullptr);
  const int result = pcre2_match(code_.get(), units(text), text.size(), 0, 0,
                                 scratch.data_.get(), context);
  if (result >= 0) return Match::yes;
  if (result == PCRE2_ERROR_NOMATCH) return Match::no;
  return count(text, scratch);
}

Match Pattern::count(std::string_view text, MatchScratch& scratch) const {
  pcre2_match_context* context = scratch.context_.get();
  std::uint32_t groups = 0;
  pcre2_pattern_info(counting_.get(), PCRE2_INFO_BACKREFMAX, &groups);
  Steps steps{.left = scratch.steps_left_ + free_steps * text.size(),
              .compares_groups = groups > 0};
  pcre2_set_match_limit(context, std::numeric_limits<std::uint32_t>::max());
  pcre2_set_callout(context, count_step, &steps);
  const int result = pcre2_match(counting_.get(), units(text), text.size(), 0,
                                 0, scratch.data_.get(), context);
  scratch.steps_left_ = std::min(scratch.steps_left_, steps.left);
  if (result >= 0) return Match::yes;
  if (result == PCRE2_ERROR_NOMATCH) return Match::no;
  // Nothing is left, also where it was memory that ran out.
  scratch.steps_left_ = 0;
  return Match::undecided;
}

}  // namespace trunklift::schema
