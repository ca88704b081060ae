// How many documents there are of each kind, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trunklift {

// A kind is what a document says it is, so that an input may hold as many as
// documents. Kept are the `most` that come first: those that the tool knows,
// then the shorter, then by their bytes; names beyond `longest` bytes never.
// The rest is counted together, as "(others)".
//
// A name that is kept at the end had never `most` before it, and was never let
// go of: what is kept, and each count, is exact and depends neither on the
// order of documents nor on how they were divided among threads.
class KindCounts {
public:
  static constexpr std::size_t most = 200, longest = 100;
  static constexpr std::string_view others = "(others)";

  void add(std::string_view name, std::uint64_t count = 1);
  void add(const KindCounts& other);
  std::uint64_t of(std::string_view name) const;

  // Whether there is any but documents of other kinds, or of none.
  bool has_any_of_interest() const;

  // In the order above; at the end the others, if there are any.
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
  std::size_t last_ = 0;  // counted last: found first
};

}  // namespace trunklift
