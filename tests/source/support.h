// For tests of the source: inputs in memory, and what was found in them.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "parse/parser.h"
#include "source/cut.h"
#include "source/reader.h"

namespace trunklift::test {

class MemoryStream : public ByteStream {
public:
  explicit MemoryStream(std::string bytes) : bytes_(std::move(bytes)) {}
  std::size_t read(char* to, std::size_t size) override {
    const std::size_t got = std::min(size, bytes_.size() - at_);
    std::memcpy(to, bytes_.data() + at_, got);
    at_ += got;
    return got;
  }
  std::uint64_t consumed() const override { return at_; }

private:
  std::string bytes_;
  std::size_t at_ = 0;
};

struct Sighting {
  std::string bytes;
  Blob::Sort sort;
  std::uint32_t input;
  std::uint64_t line, offset, size;
  std::string content, account;
};

struct Reading {
  std::vector<Sighting> documents;
  std::vector<InputProblem> problems;
  std::uint64_t batches = 0;
  std::uint64_t end_offset = 0;

  std::vector<std::string> bytes() const {
    std::vector<std::string> out;
    for (const Sighting& seen : documents) out.push_back(seen.bytes);
    return out;
  }
  // "2@9" for line 2, offset 9.
  std::vector<std::string> places() const {
    std::vector<std::string> out;
    for (const Sighting& seen : documents) {
      out.push_back(std::to_string(seen.line) + "@" +
                    std::to_string(seen.offset));
    }
    return out;
  }
  // "document", "tombstone", ...
  std::vector<std::string> sorts() const {
    static const char* const names[] = {"document",  "tombstone",    "missing",
                                        "bare row",  "server error", "fragment",
                                        "oversized", "beside"};
    std::vector<std::string> out;
    for (const Sighting& seen : documents) {
      out.emplace_back(names[static_cast<std::size_t>(seen.sort)]);
    }
    return out;
  }
  // The sizes of those that are oversized, with their hashes.
  std::vector<std::string> sizes() const {
    std::vector<std::string> out;
    for (const Sighting& seen : documents) {
      out.push_back(std::to_string(seen.size) + " " + seen.content);
    }
    return out;
  }
  std::vector<std::string> reasons() const {
    std::vector<std::string> out;
    for (const InputProblem& problem : problems) out.push_back(problem.reason);
    return out;
  }
};

// All that a reader finds, cut as a processor does it.
inline Reading read_all(Reader& reader) {
  Reading out;
  Parser parser;
  const auto add = [&](const Blob& blob) {
    out.documents.push_back({std::string(blob.bytes), blob.sort,
                             blob.origin.input, blob.origin.line,
                             blob.origin.offset, blob.size, blob.content.hex(),
                             std::string(blob.account)});
  };
  while (const auto batch = reader.next()) {
    if (batch->index != out.batches++) out.problems.push_back({"", "index"});
    out.end_offset = batch->end_offset;
    cut(*batch, [&](const Blob& blob) {
      const bool is_broken =
          blob.sort == Blob::Sort::document && !parser.parse(blob.bytes);
      if (!is_broken || !cut_again(blob, add)) add(blob);
    });
  }
  for (const auto& problem : reader.problems()) out.problems.push_back(problem);
  return out;
}

inline Reading read_texts(const std::vector<std::string>& texts,
                          ReaderOptions options = {},
                          const std::vector<std::string>& accounts = {}) {
  InputNames names;
  std::size_t at = 0;
  Reader reader(
      [&]() -> std::optional<OpenInput> {
        if (at == texts.size()) return {};
        const std::string in_path = at < accounts.size() ? accounts[at] : "";
        const std::uint32_t input =
            names.add({"input " + std::to_string(at), in_path});
        return OpenInput{input, std::make_unique<MemoryStream>(texts[at++])};
      },
      names, options);
  return read_all(reader);
}

}  // namespace trunklift::test
