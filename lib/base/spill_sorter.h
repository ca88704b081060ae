// Sorts any number of small records in bounded memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/sort/pdqsort/pdqsort.hpp>
#include "base/give_back.h"
#include "base/temp_file.h"
#include "base/tournament.h"

namespace trunklift {

// Sorted by `<`, of which equal records must not be told apart by anybody.
// Beyond `memory` bytes, sorted runs go to an unnamed temporary file; memory
// that was never needed is never touched.
template <typename Record>
class SpillSorter {
  static_assert(std::is_trivially_copyable_v<Record>);

public:
  explicit SpillSorter(std::size_t memory)
      : capacity_(std::max<std::size_t>(memory / sizeof(Record), 2)) {}

  void add(const Record& record) {
    if (buffer_.size() == buffer_.capacity()) make_room();
    buffer_.push_back(record);
  }

  // All records in order, one by one, once all were added; nullptr at the end.
  // Valid until the next call.
  const Record* next() {
    if (!reading_) begin();
    if (!file_) {
      if (at_ == buffer_.size()) {
        give_back(buffer_);
        at_ = 0;
        return nullptr;
      }
      return &buffer_[at_++];
    }
    if (!tournament_) return nullptr;  // all were handed out
    if (at_++ > 0) {
      tournament_->change_head(
          runs_[tournament_->least()].advance(*file_, piece_));
    }
    const Record* record = tournament_->head();
    if (!record) {
      tournament_.reset();
      runs_.clear();
    }
    return record;
  }

  // The same, all at once.
  template <typename Visit>
  void for_each(const Visit& visit) {
    while (const Record* record = next()) visit(*record);
  }

  // Neighbours that are `same`, together: visit(std::span<const Record>).
  template <typename Same, typename Visit>
  void for_each_group(const Same& same, const Visit& visit) {
    std::vector<Record> group;
    for_each([&](const Record& record) {
      if (!group.empty() && !same(group.front(), record)) {
        visit(std::span<const Record>(group));
        group.clear();
      }
      group.push_back(record);
    });
    if (!group.empty()) visit(std::span<const Record>(group));
  }

  bool spilled() const { return file_ != nullptr; }

private:
  // A sorted run in the file, read a piece at a time.
  struct Run {
    std::uint64_t next, end;  // what is still in the file
    std::vector<Record> piece;
    std::size_t at = 0;

    // The next record, if there is another.
    const Record* advance(const TempFile& file, std::size_t most) {
      if (++at < piece.size()) return &piece[at];
      const std::size_t count =
          std::min<std::uint64_t>(most, (end - next) / sizeof(Record));
      piece.resize(count);
      file.read(next, piece.data(), count * sizeof(Record));
      next += count * sizeof(Record);
      at = 0;
      return count > 0 ? piece.data() : nullptr;
    }
  };

  void make_room() {
    if (buffer_.capacity() > 0) {
      spill();
    } else {
      buffer_.reserve(capacity_);
    }
  }

  void spill() {
    if (!file_) file_ = std::make_unique<TempFile>();
    boost::sort::pdqsort_branchless(buffer_.begin(), buffer_.end());
    const std::uint64_t start = file_->size();
    file_->append(buffer_.data(), buffer_.size() * sizeof(Record));
    runs_.push_back({start, file_->size(), {}});
    buffer_.clear();
  }

  void begin() {
    reading_ = true;
    if (!file_) {
      boost::sort::pdqsort_branchless(buffer_.begin(), buffer_.end());
      return;
    }
    spill();
    give_back(buffer_);
    piece_ = std::max<std::size_t>(capacity_ / runs_.size(), 1);
    std::vector<const Record*> heads;
    for (Run& run : runs_) heads.push_back(run.advance(*file_, piece_));
    tournament_.emplace(std::move(heads));
  }

  std::size_t capacity_;  // records
  std::vector<Record> buffer_;
  std::unique_ptr<TempFile> file_;
  std::vector<Run> runs_;

  // Of reading:
  bool reading_ = false;
  std::size_t at_ = 0;     // records handed out
  std::size_t piece_ = 0;  // records that a run is read by
  std::optional<Tournament<Record>> tournament_;
};

}  // namespace trunklift
