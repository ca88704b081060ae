// Where the tokens of a text start: simdjson's first stage.
#include "parse/token_index.h"

#include <algorithm>

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

}  // namespace trunklift
