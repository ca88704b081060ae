// A piece of an input: some whole documents, and where they stood.
#include "source/batch.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "source/splitter.h"

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

namespace {

// The elements of an array that is a line of its own; false if the line is not
// a whole array.
bool cut_array(std::string_view line, Origin origin, std::vector<Blob>& blobs) {
  const std::string_view array = trimmed(line);
  if (!array.starts_with('[') || !array.ends_with(']')) return false;
  const std::string_view inside = array.substr(1, array.size() - 2);
  std::vector<Blob> found;
  for (std::size_t at = 0;;) {
    const Cut cut = next_cut(Framing::array, inside.substr(at), true);
    if (!cut.found) break;
    const std::string_view element =
        inside.substr(at + cut.begin, cut.end - cut.begin);
    if (element.starts_with(']') || element.starts_with('}')) return false;
    Origin place = origin;
    place.offset += static_cast<std::uint64_t>(element.data() - line.data());
    found.push_back({element, place});
    at += cut.next;
  }
  blobs.insert(blobs.end(), found.begin(), found.end());
  return true;
}

}  // namespace

void cut_lines(Batch& batch) {
  const std::string_view bytes = batch.bytes.view();
  Origin origin = batch.origin;
  for (std::size_t start = 0; start < bytes.size(); ++origin.line) {
    const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
    std::string_view text = bytes.substr(start, end - start);
    if (text.ends_with('\r')) text.remove_suffix(1);
    origin.offset = batch.origin.offset + start;
    if (!trimmed(text).empty() && !cut_array(text, origin, batch.blobs)) {
      batch.blobs.push_back({text, origin});
    }
    start = end + 1;
  }
}

}  // namespace trunklift
