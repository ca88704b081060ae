// Closed books: every document read ends in exactly one bucket.
#pragma once

#include <cstdint>

namespace trunklift {

enum class Bucket : std::uint8_t {
  loaded,      // new or changed in the target (check: could be loaded)
  unchanged,   // the target has the same already
  superseded,  // another version of the document counts
  rejected,    // kept aside, with reasons
  skipped,     // context, other kinds, soft-deleted
};

class Balance {
public:
  void read(std::uint64_t documents) { read_ += documents; }
  void count(Bucket bucket, std::uint64_t documents = 1) {
    counts_[static_cast<std::size_t>(bucket)] += documents;
  }
  // Moves documents that were counted to another bucket.
  void recount(Bucket from, Bucket to, std::uint64_t documents = 1) {
    counts_[static_cast<std::size_t>(from)] -= documents;
    count(to, documents);
  }

  std::uint64_t documents_read() const { return read_; }
  std::uint64_t of(Bucket bucket) const {
    return counts_[static_cast<std::size_t>(bucket)];
  }
  // read = loaded + unchanged + superseded + rejected + skipped
  bool holds() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : counts_) sum += count;
    return sum == read_;
  }

private:
  std::uint64_t read_ = 0;
  std::uint64_t counts_[5] = {};
};

}  // namespace trunklift
