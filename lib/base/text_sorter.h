// Sorts any number of texts in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/temp_file.h"

namespace trunklift {

// By their bytes. Beyond `memory` bytes, sorted runs go to an unnamed temporary
// file. Throws Error(target) where that cannot be written.
class TextSorter {
public:
  explicit TextSorter(std::size_t memory) : memory_(memory) {}

  void add(std::string_view text);

  // All texts in order, each until the next. Once, at the end.
  using Visit = std::function<void(std::string_view)>;
  void for_each(const Visit& visit);

private:
  struct Text {
    std::size_t offset, size;  // in the buffer
  };
  // A sorted run in the file, read a piece at a time.
  struct Run {
    std::uint64_t next, end;  // what is still in the file
    std::string piece;
    std::size_t at = 0;  // in the piece
    std::string_view head;

    // The next text, if there is another.
    const std::string_view* advance(const TempFile& file, std::size_t most);
    bool has(const TempFile& file, std::size_t size, std::size_t most);
  };

  std::string_view text(const Text& place) const {
    return std::string_view(buffer_).substr(place.offset, place.size);
  }
  void sort();
  void spill();
  void merge(const Visit& visit);

  std::size_t memory_;
  std::string buffer_;
  std::vector<Text> texts_;
  std::unique_ptr<TempFile> file_;
  std::vector<Run> runs_;
};

}  // namespace trunklift
