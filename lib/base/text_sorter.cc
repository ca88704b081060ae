// Texts are sorted in memory, spilled as runs, and the runs are merged.
#include "base/text_sorter.h"

#include <algorithm>
#include <cstring>

#include "base/give_back.h"
#include "base/tournament.h"

namespace trunklift {

void TextSorter::add(std::string_view text) {
  const std::size_t used = buffer_.size() + texts_.size() * sizeof(Text);
  if (!texts_.empty() && used + text.size() + sizeof(Text) > memory_) spill();
  texts_.push_back({buffer_.size(), text.size()});
  buffer_ += text;
}

void TextSorter::sort() {
  std::sort(texts_.begin(), texts_.end(),
            [this](const Text& a, const Text& b) { return text(a) < text(b); });
}

void TextSorter::spill() {
  constexpr std::size_t block = std::size_t{1} << 16;
  if (!file_) file_ = std::make_unique<TempFile>();
  sort();
  const std::uint64_t start = file_->size();
  std::string out;
  const auto flush = [&] {
    file_->append(out.data(), out.size());
    out.clear();
  };
  for (const Text& place : texts_) {
    const std::uint64_t size = place.size;
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out += text(place);
    if (out.size() >= block) flush();
  }
  flush();
  runs_.push_back({start, file_->size(), {}, 0, {}});
  buffer_.clear();
  texts_.clear();
}

// Whether the next `size` bytes are there; then they are in the piece.
bool TextSorter::Run::has(const TempFile& file, std::size_t size,
                          std::size_t most) {
  if (piece.size() - at >= size) return true;
  piece.erase(0, at);
  at = 0;
  const std::size_t kept = piece.size();
  const std::size_t count = static_cast<std::size_t>(
      std::min<std::uint64_t>(std::max(most, size) - kept, end - next));
  piece.resize(kept + count);
  file.read(next, piece.data() + kept, count);
  next += count;
  return piece.size() >= size;
}

const std::string_view* TextSorter::Run::advance(const TempFile& file,
                                                 std::size_t most) {
  std::uint64_t size = 0;
  if (!has(file, sizeof size, most)) return nullptr;
  std::memcpy(&size, piece.data() + at, sizeof size);
  at += sizeof size;
  if (!has(file, size, most)) return nullptr;
  head = std::string_view(piece).substr(at, size);
  at += size;
  return &head;
}

void TextSorter::merge(const Visit& visit) {
  spill();
  give_back(buffer_);
  give_back(texts_);
  const std::size_t most = memory_ / runs_.size();
  std::vector<const std::string_view*> heads;
  for (Run& run : runs_) heads.push_back(run.advance(*file_, most));
  Tournament<std::string_view> tournament(std::move(heads));
  while (const std::string_view* head = tournament.head()) {
    visit(*head);
    tournament.change_head(runs_[tournament.least()].advance(*file_, most));
  }
  runs_.clear();
}

void TextSorter::for_each(const Visit& visit) {
  if (file_) return merge(visit);
  sort();
  for (const Text& place : texts_) visit(text(place));
  give_back(buffer_);
  give_back(texts_);
}

}  // namespace trunklift
