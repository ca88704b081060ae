// Fills a buffer, and lets the splitter say what is at its front.
#include "source/reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/interrupt.h"
#include "source/skim.h"

namespace trunklift {
namespace {

// How many inputs a batch may list. Inputs without documents take room in it,
// too.
constexpr std::size_t most_inputs = 1 << 12;

}  // namespace

Reader::Reader(InputStreams& streams, const InputNames& names,
               ReaderOptions options)
    : Reader([&streams] { return streams.next(); }, names, options) {}

Reader::Reader(NextInput next_input, const InputNames& names,
               ReaderOptions options)
    : next_input_(std::move(next_input)),
      names_(names),
      options_(options),
      pool_(options.block) {}

void Reader::complain(std::string_view reason) {
  problems_.push_back({input_.name, std::string(reason)});
  keep_few(problems_, more_problems_);
  is_empty_ = false;
}

// A stream that failed may end anywhere. That was reported already, and only
// once.
void Reader::complain_of_cut(std::string_view reason) {
  if (failed_) {
    is_empty_ = false;
  } else {
    complain(reason);
  }
}

bool Reader::open_next() {
  std::optional<OpenInput> open = next_input_();
  if (!open) return false;
  stream_ = std::move(open->stream);
  progress_ = {open->input, open->argument, std::move(open->packing)};
  input_ = names_.get(open->input);
  splitter_.emplace(options_.largest_document, options_.documents);
  place_ = {open->input, 0, 1};
  complete_ = failed_ = false;
  is_empty_ = true;
  return true;
}

void Reader::close() {
  if (is_empty_) {
    Empty& empty = splitter_->passed_ids() ? ids_only_ : empty_;
    if (empty.count++ == 0) empty.first = input_.name;
  }
  note_progress(true);
  closed_bytes_ += stream_->consumed();
  stream_.reset();
  // The rest of the input in the buffer is dropped.
  if (batch_.segments.empty()) at_ = 0;
  bytes_.size = at_;
}

std::optional<Batch> Reader::next() {
  while (!stopped_) {
    if (!stream_) {
      // If little room is left in the buffer, a read is not worth it.
      const bool full = bytes_.capacity() - at_ < options_.block / 16;
      if (full && !batch_.segments.empty()) return finish_batch();
      if (batch_.inputs.size() == most_inputs) return finish_batch();
      if (!open_next()) break;
    }
    const bool full = at_ >= options_.block || documents_ >= options_.documents;
    if (full && !batch_.segments.empty()) return finish_batch();
    const Piece piece = splitter_->next(window(), complete_);
    if (!piece.problem.empty()) complain_of_cut(piece.problem);
    switch (piece.kind) {
      case Piece::Kind::more:
        if (!fill()) return finish_batch();
        break;
      case Piece::Kind::done: close(); break;
      default: take(piece);
    }
  }
  if (batch_.segments.empty()) return {};
  return finish_batch();
}

// Reads more bytes. Returns false if the batch must be handed out first to make
// room.
bool Reader::fill() {
  if (bytes_.capacity() == 0) bytes_ = pool_.take();
  if (bytes_.size == bytes_.capacity() && !batch_.segments.empty()) {
    return false;
  }
  if (batch_.segments.empty() && at_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + at_, bytes_.size - at_);
    bytes_.size -= at_;
    at_ = 0;
  }
  if (bytes_.size == bytes_.capacity()) bytes_.grow(2 * bytes_.capacity());
  const std::size_t got =
      stream_->read(bytes_.data() + bytes_.size,
                    std::min(options_.block, bytes_.capacity() - bytes_.size));
  bytes_.size += got;
  progress_.bytes += got;
  if (got > 0) return true;
  // After a signal, the part of a document that was read does not count as one.
  stopped_ = interrupted() != 0;
  complete_ = !stopped_;
  if (stopped_) return true;
  if (const auto failure = stream_->failure()) {
    complain(*failure);
    failed_ = true;
  }
  return true;
}

void Reader::take(const Piece& piece) {
  if (piece.kind == Piece::Kind::part && !oversized_) oversized_ = place_;
  if (piece.kind != Piece::Kind::part && piece.kind != Piece::Kind::skip) {
    Segment segment{piece.kind, at_,        at_ + piece.end, place_,
                    account(),  piece.size, piece.content,   piece.form};
    if (oversized_) segment.origin = *std::exchange(oversized_, {});
    batch_.segments.push_back(segment);
    documents_ += std::max<std::uint64_t>(piece.newlines, 1);
    is_empty_ &=
        piece.kind == Piece::Kind::head || piece.kind == Piece::Kind::beside;
  }
  place_.offset += piece.next;
  place_.line += piece.kind == Piece::Kind::lines
                     ? piece.newlines
                     : count_newlines(window().substr(0, piece.next));
  at_ += piece.next;
}

// The account of the input, in memory that belongs to the batch.
std::string_view Reader::account() {
  if (input_.account.empty()) return {};
  if (batch_.accounts.empty() || batch_.accounts.back() != input_.account) {
    batch_.accounts.push_back(input_.account);
  }
  return batch_.accounts.back();
}

void Reader::note_progress(bool closed) {
  progress_.file_bytes = stream_->consumed();
  progress_.closed = closed;
  progress_.ids_only = is_empty_ && splitter_->passed_ids();
  batch_.inputs.push_back(progress_);
}

// Hands out the segments with their bytes, and keeps the rest of the bytes.
Batch Reader::finish_batch() {
  const std::string_view rest = window();
  Buffer kept;
  if (stream_) {
    kept = pool_.take();
    if (rest.size() > kept.capacity()) kept.grow(2 * rest.size());
    if (!rest.empty()) std::memcpy(kept.data(), rest.data(), rest.size());
    kept.size = rest.size();
    note_progress(false);
  }
  Batch out = std::exchange(batch_, {});
  out.index = batches_++;
  documents_ = 0;
  out.end_offset = closed_bytes_ + (stream_ ? stream_->consumed() : 0);
  out.bytes = std::exchange(bytes_, std::move(kept));
  out.bytes.size = std::exchange(at_, 0);
  return out;
}

}  // namespace trunklift
