// Counts documents by kind, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trunklift {

// A document names its own kind, so an input may hold as many kinds as
// documents. The `most` kinds that come first in this order are kept: kinds
// that trunklift knows, then shorter names, then names by their bytes. A name
// of more than `longest` bytes is never kept. The other kinds are counted
// together, as "(others)".
//
// A name that is kept at the end never had `most` names in front of it, so it
// was never removed. Therefore the kept names and their counts are exact, and
// depend neither on the order of documents nor on the number of threads.
class KindCounts {
public:
  static constexpr std::size_t most = 200, longest = 100;
  static constexpr std::string_view others = "(others)";

  void add(std::string_view name, std::uint64_t count = 1);
  void add(const KindCounts& other);
  std::uint64_t of(std::string_view name) const;

  // Whether anything else was counted than documents of other kinds and
  // documents without a kind.
  bool has_any_of_interest() const;

  // In the order above; "(others)" comes last if there are any.
  std::vector<std::pair<std::string, std::uint64_t>> list() const;

private:
  struct Row {
    bool is_known;
    std::string name;
    std::uint64_t count;
  };
  std::size_t place_of(bool is_known, std::string_view name) const;

  std::vector<Row> rows_;  // in order
  std::uint64_t others_ = 0;
  std::size_t last_ = 0;  // index of the row counted last, which is tried first
};

}  // namespace trunklift
