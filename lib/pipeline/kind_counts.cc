// Keeps the rows sorted; a new row in front pushes the last one out.
#include "pipeline/kind_counts.h"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "model/document.h"

namespace trunklift {
namespace {

// Names that the pipeline gives to documents without a type and to what stands
// in place of a document; see kind_name_of and sort_name.
constexpr std::string_view own_names[] = {
    "unreadable", "untyped",  "tombstone", "missing", "row",
    "error",      "fragment", "oversized", "beside"};

bool is_known_kind(std::string_view name) {
  return kind_of_type(name) != Kind::other ||
         std::find(std::begin(own_names), std::end(own_names), name) !=
             std::end(own_names);
}

}  // namespace

std::size_t KindCounts::place_of(bool is_known, std::string_view name) const {
  const auto found =
      std::partition_point(rows_.begin(), rows_.end(), [&](const Row& row) {
        return std::tuple(!row.is_known, row.name.size(),
                          std::string_view(row.name)) <
               std::tuple(!is_known, name.size(), name);
      });
  return static_cast<std::size_t>(found - rows_.begin());
}

void KindCounts::add(std::string_view name, std::uint64_t count) {
  if (last_ < rows_.size() && rows_[last_].name == name) {
    rows_[last_].count += count;
    return;
  }
  if (name.size() > longest || name == others) {
    others_ += count;
    return;
  }
  const bool is_known = is_known_kind(name);
  const std::size_t place = place_of(is_known, name);
  if (place == most) {
    others_ += count;
    return;
  }
  last_ = place;
  if (place < rows_.size() && rows_[place].name == name) {
    rows_[place].count += count;
    return;
  }
  rows_.insert(rows_.begin() + static_cast<std::ptrdiff_t>(place),
               {is_known, std::string(name), count});
  if (rows_.size() > most) {
    others_ += rows_.back().count;
    rows_.pop_back();
  }
}

void KindCounts::add(const KindCounts& other) {
  for (const Row& row : other.rows_) add(row.name, row.count);
  others_ += other.others_;
}

std::uint64_t KindCounts::of(std::string_view name) const {
  if (name == others) return others_;
  const std::size_t place = place_of(is_known_kind(name), name);
  const bool is_there = place < rows_.size() && rows_[place].name == name;
  return is_there ? rows_[place].count : 0;
}

bool KindCounts::has_any_of_interest() const {
  return std::any_of(rows_.begin(), rows_.end(), [](const Row& row) {
    return row.is_known && row.name != "untyped";
  });
}

std::vector<std::pair<std::string, std::uint64_t>> KindCounts::list() const {
  std::vector<std::pair<std::string, std::uint64_t>> out;
  for (const Row& row : rows_) out.emplace_back(row.name, row.count);
  if (others_ > 0) out.emplace_back(others, others_);
  return out;
}

}  // namespace trunklift
