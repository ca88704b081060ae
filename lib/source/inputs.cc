// Neighbouring arguments of one kind share a source.
#include "source/inputs.h"

#include <utility>

namespace trunklift {

Inputs::Inputs(const std::vector<std::string>& arguments,
               const InputLimits& limits, const ReaderOptions& options) {
  for (std::size_t begin = 0; begin < arguments.size();) {
    const SourceKind& kind = source_kind_of(arguments[begin]);
    std::size_t end = begin + 1;
    while (end < arguments.size() && &source_kind_of(arguments[end]) == &kind) {
      ++end;
    }
    const auto at = [&](std::size_t place) {
      return arguments.begin() + static_cast<std::ptrdiff_t>(place);
    };
    sources_.push_back(
        {kind.open({{at(begin), at(end)}, limits, options, names_}),
         static_cast<std::uint32_t>(begin)});
    begin = end;
  }
}

std::optional<Batch> Inputs::next() {
  for (; at_ < sources_.size(); ++at_, bytes_before_ = bytes_) {
    auto& [source, first_argument] = sources_[at_];
    std::optional<Batch> batch = source->next();
    if (!batch) continue;
    batch->index = batches_++;
    bytes_ = batch->end_offset += bytes_before_;
    for (InputProgress& progress : batch->inputs) {
      progress.argument += first_argument;
    }
    return batch;
  }
  return {};
}

SourceStatus Inputs::status() const {
  SourceStatus out;
  const auto append = [](auto& to, auto& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()),
              std::make_move_iterator(from.end()));
  };
  const auto count = [](Reader::Empty& to, Reader::Empty& from) {
    if (to.count == 0) to.first = std::move(from.first);
    to.count += from.count;
  };
  for (const auto& [source, first_argument] : sources_) {
    SourceStatus status = source->status();
    for (InputProgress& progress : status.rest) {
      progress.argument += first_argument;
    }
    append(out.problems, status.problems);
    append(out.unmatched, status.unmatched);
    append(out.rest, status.rest);
    count(out.empty, status.empty);
    count(out.ids_only, status.ids_only);
  }
  return out;
}

std::uint64_t Inputs::total_bytes() const {
  std::uint64_t total = 0;
  for (const auto& [source, first_argument] : sources_) {
    const std::uint64_t bytes = source->total_bytes();
    if (bytes == 0) return 0;
    total += bytes;
  }
  return total;
}

}  // namespace trunklift
