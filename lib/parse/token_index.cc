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

bool TokenIndex::has_string(std::string_view one,
                            std::string_view other) const {
  // What escapes say is not looked at; a text may be JSON itself.
  if (has_escapes_ && (text_.find("\\u") != std::string_view::npos ||
                       text_.find(other) != std::string_view::npos ||
                       text_.find(one) != std::string_view::npos)) {
    return true;
  }
  // The beginning of each string, with its closing quote if it is short.
  const auto first_bytes = [](const char* text) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text, sizeof bytes);
    return bytes;
  };
  const auto beginning_of = [&](std::string_view text) {
    char bytes[sizeof(std::uint64_t)] = {};
    std::memset(bytes, '"', sizeof bytes);
    std::memcpy(bytes, text.data(), std::min(text.size(), sizeof bytes));
    return first_bytes(bytes);
  };
  const std::uint64_t wanted = beginning_of(one),
                      wanted_too = beginning_of(other);
  return std::any_of(begin(), end(), [&](std::uint32_t at) {
    const std::uint64_t found = first_bytes(text_.data() + at + 1);
    return found == wanted || found == wanted_too;
  });
}

}  // namespace trunklift
