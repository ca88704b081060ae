// A piece of an input: some whole documents, and where they stood.
#include "source/batch.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"

namespace trunklift {
namespace {

// More than any parser reads behind the text; see parse/parser.h.
constexpr std::size_t padding = 64;

}  // namespace

Buffer::Buffer(std::size_t capacity)
    : memory_(new char[capacity + padding]), capacity_(capacity) {
  std::memset(memory_.get() + capacity, 0, padding);
}

void Buffer::grow(std::size_t capacity) {
  Buffer larger(capacity);
  if (size) std::memcpy(larger.data(), data(), size);
  larger.size = size;
  *this = std::move(larger);
}

void cut_lines(Batch& batch) {
  const std::string_view bytes = batch.bytes.view();
  std::uint64_t line = batch.origin.line;
  for (std::size_t start = 0; start < bytes.size(); ++line) {
    const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
    std::string_view text = bytes.substr(start, end - start);
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (!trimmed(text).empty()) {
      batch.blobs.push_back(
          {text, {batch.origin.input, batch.origin.offset + start, line}});
    }
    start = end + 1;
  }
}

}  // namespace trunklift
