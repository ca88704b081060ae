// Where the tokens of a text start: simdjson's first stage.
#include "parse/token_index.h"

#include <algorithm>
#include <cstring>

namespace trunklift {
namespace {

// The second stage, which would count levels, is ours.
constexpr std::size_t levels = 1;

}  // namespace

simdjson::error_code TokenIndex::find(std::string_view text) {
  text_ = text;
  if (text.empty()) return simdjson::EMPTY;
  if (!stages_ || text.size() > stages_->capacity()) {
    const std::size_t capacity =
        std::max(text.size(), stages_ ? stages_->capacity() * 2 : 4096);
    const auto error =
        simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity, levels, stages_);
    if (error) return error;
  }
  has_escapes_ = text.find('\\') != std::string_view::npos;
  return stages_->stage1(reinterpret_cast<const std::uint8_t*>(text.data()),
                         text.size(), simdjson::stage1_mode::regular);
}

bool TokenIndex::ends_with_member(std::string_view key,
                                  std::string_view value) const {
  constexpr std::ptrdiff_t most_tokens = 64;
  const auto says = [&](std::uint32_t at, std::string_view what) {
    return text_.size() - at > what.size() + 1 && text_[at] == '"' &&
           text_[at + 1 + what.size()] == '"' &&
           std::memcmp(text_.data() + at + 1, what.data(), what.size()) == 0;
  };
  const std::uint32_t* first = end() - std::min(most_tokens, end() - begin());
  for (const std::uint32_t* at = end(); at - first >= 3; --at) {
    if (says(at[-3], key)) return says(at[-1], value);
  }
  return false;
}

}  // namespace trunklift
