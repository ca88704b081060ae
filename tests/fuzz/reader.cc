// Fuzz target: where documents end in bytes that come in blocks of any size.
// The first byte of the input is the size of the blocks, the second that of the
// largest document.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "../source/support.h"
#include "parse/parser.h"
#include "require.h"
#include "source/cut.h"
#include "source/reader.h"

namespace trunklift {
namespace {

using fuzz::require;

// All that must not depend on the size of the blocks.
struct Found {
  std::vector<std::tuple<std::uint64_t, std::uint64_t, Blob::Sort>> blobs;
  std::vector<std::string> problems;
};

// Walks through the text beside the reader.
class Watch {
public:
  Watch(std::string_view text, std::size_t largest)
      : text_(text), largest_(largest) {}

  void see(const Blob& blob, const Batch& batch) {
    const bool oversized = blob.sort == Blob::Sort::oversized;
    const std::uint64_t size = oversized ? blob.size : blob.bytes.size();
    require(size > 0, "a document has bytes");
    require((size > largest_) == oversized, "the limit holds");
    // What is beside documents may lie within a row that has none, which is
    // given, too.
    const bool inside =
        blob.sort == Blob::Sort::beside && blob.origin.offset < end_;
    require(blob.origin.offset >= (inside ? start_ : end_),
            "documents are in order, none twice");
    require(blob.origin.offset + size <= text_.size(),
            "documents lie within the input");
    const std::string_view bytes = text_.substr(blob.origin.offset, size);
    if (oversized) {
      require(blob.content == hash128(bytes), "what is passed over is hashed");
    } else {
      check_memory(blob.bytes, batch);
      require(bytes == blob.bytes, "a document is what stands there");
    }
    for (; at_ < blob.origin.offset; ++at_) line_ += text_[at_] == '\n';
    require(
        blob.origin.line == line_, "the line is right",
        std::to_string(blob.origin.line) + ", not " + std::to_string(line_));
    start_ = blob.origin.offset;
    if (!inside) end_ = blob.origin.offset + size;
    found.blobs.emplace_back(blob.origin.offset, size, blob.sort);
  }

  Found found;

private:
  static void check_memory(std::string_view bytes, const Batch& batch) {
    const std::string_view all = batch.bytes.view();
    require(bytes.data() >= all.data() &&
                bytes.data() + bytes.size() <= all.data() + all.size(),
            "documents lie within their batch");
  }

  std::string_view text_;
  std::size_t largest_;
  std::uint64_t start_ = 0, end_ = 0, at_ = 0, line_ = 1;
};

Found read(std::string_view text, ReaderOptions options) {
  InputNames names;
  bool opened = false;
  Reader reader(
      [&]() -> std::optional<OpenInput> {
        if (std::exchange(opened, true)) return {};
        return OpenInput{
            names.add({"in", ""}),
            std::make_unique<test::MemoryStream>(std::string(text))};
      },
      names, options);
  Watch watch(text, options.largest_document);
  Parser parser;
  std::uint64_t batches = 0, read = 0;
  while (const auto batch = reader.next()) {
    require(batch->index == batches++, "batches are numbered");
    require(batch->end_offset >= read && batch->end_offset <= text.size(),
            "what is read of the input grows");
    read = batch->end_offset;
    const auto see = [&](const Blob& part) { watch.see(part, *batch); };
    cut(*batch, [&](const Blob& blob) {
      // As a processor does it.
      auto text = blob.sort == Blob::Sort::document ? parser.index(blob.bytes)
                                                    : std::nullopt;
      const bool is_broken =
          blob.sort == Blob::Sort::document && !(text && text->verdict());
      if (!is_broken || !cut_again(blob, see)) see(blob);
    });
  }
  for (const InputProblem& problem : reader.problems()) {
    watch.found.problems.push_back(problem.reason);
  }
  return watch.found;
}

void check(std::string_view text, std::size_t block, std::size_t largest) {
  constexpr std::size_t whole = std::size_t{1} << 17;
  const Found one = read(text, {block, largest});
  const Found other = read(text, {whole, largest});
  require(one.blobs == other.blobs, "blocks do not matter",
          std::to_string(one.blobs.size()) + " and " +
              std::to_string(other.blobs.size()) + " documents");
  require(one.problems == other.problems, "blocks do not matter to problems",
          one.problems.empty() ? "" : one.problems.front());
}

}  // namespace
}  // namespace trunklift

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size < 2) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2,
                              size - 2);
  // A long line is looked at once a block, which takes its time with tiny ones.
  const std::size_t unit = 1 + size / 2048 * 64;
  const std::size_t limit =
      data[1] == 0 ? std::size_t{1} << 20 : data[1] * std::size_t{4};
  trunklift::check(text, (data[0] + std::size_t{1}) * unit, limit);
  return 0;
}
