// Fuzz target: changes in the text of one document that make another one of it.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fix/text_edit.h"
#include "parse/parser.h"
#include "require.h"

// The input is two documents, a line feed between them that is in neither.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace trunklift;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t middle = input.find('\n');
  if (middle == std::string_view::npos) return 0;
  static Parser first, second, third;
  const std::string text(input.substr(0, middle));
  const std::optional<Tree> one = first.read_copy(text);
  const std::optional<Tree> other = second.read_copy(input.substr(middle + 1));
  if (!one || !other || one->may_have_duplicates ||
      other->may_have_duplicates) {
    return 0;
  }
  const Value *before = one->root, *after = other->root;
  const std::string changed = with_changes(text, *before, *after);
  const Value* result = third.parse_copy(changed);
  fuzz::require(result != nullptr, "what is changed is JSON", changed);
  fuzz::require(to_json(*result) == to_json(*after),
                "what is changed is the other document", changed);
  fuzz::require(with_changes(text, *before, *before) == text,
                "without changes nothing changes", text);
  return 0;
}
