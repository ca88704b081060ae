// Fuzz target: the parser against simdjson's own document model.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "../parse/simdjson_dom.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string difference = trunklift::test::difference_to_dom(text);
  trunklift::fuzz::require(difference.empty(), difference, text);
  return 0;
}
