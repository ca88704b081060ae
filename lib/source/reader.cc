// Reads inputs one after the other, as batches of whole documents.
#include "source/reader.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/interrupt.h"

namespace trunklift {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::uint64_t newlines(std::string_view bytes) {
  return static_cast<std::uint64_t>(
      std::count(bytes.begin(), bytes.end(), '\n'));
}

}  // namespace

Reader::Reader(InputStreams& streams, const InputNames& names)
    : streams_(streams), names_(names) {}

void Reader::close() {
  if (stream_) bytes_done_ += stream_->consumed();
  stream_.reset();
}

void Reader::problem(const std::string& reason) {
  problems_.push_back({names_.get(origin_.input).name, reason});
}

// False when no input is left.
bool Reader::open_next() {
  close();
  std::optional<OpenInput> input = streams_.next();
  if (!input) return false;
  stream_ = std::move(input->stream);
  origin_ = {input->input, 0, 1};
  pending_ = Buffer();
  read_ = block;
  complete_ = array_open_ = false;
  fill(pending_);
  sniff();
  return true;
}

// Reads up to `read_` bytes more; false if there are none.
bool Reader::fill(Buffer& buffer) {
  if (buffer.capacity() < buffer.size + read_) {
    buffer.grow(buffer.size + read_);
  }
  const std::size_t before = buffer.size;
  const std::size_t goal = before + read_;
  while (!complete_ && buffer.size < goal) {
    const std::size_t got =
        stream_->read(buffer.data() + buffer.size, goal - buffer.size);
    buffer.size += got;
    complete_ = got == 0;
  }
  if (complete_ && interrupted() != 0) {
    // What was read of a document that is not whole is no document.
    stopped_ = true;
    complete_ = false;
    return false;
  }
  if (complete_ && buffer.size < goal) {
    if (const auto failure = stream_->failure()) problem(*failure);
  }
  return buffer.size > before;
}

void Reader::sniff() {
  if (pending_.view().starts_with(byte_order_mark)) {
    skip(byte_order_mark.size());
  }
  std::size_t blanks = 0;
  const std::string_view bytes = pending_.view();
  while (blanks < bytes.size() && is_blank(bytes[blanks])) ++blanks;
  skip(blanks);
  framing_ = framing_of(pending_.view(), complete_);
  if (framing_ == Framing::array) {
    skip(1);
    array_open_ = true;
  }
}

// Drops pending bytes that belong to no document.
void Reader::skip(std::size_t size) {
  if (size == 0) return;
  origin_.offset += size;
  origin_.line += newlines(pending_.view().substr(0, size));
  pending_.size -= size;
  std::memmove(pending_.data(), pending_.data() + size, pending_.size);
}

std::optional<Batch> Reader::next() {
  while (!stopped_ && (stream_ || open_next())) {
    std::optional<Batch> batch = framing_ == Framing::lines ? lines() : cuts();
    if (batch) return batch;
    close();
  }
  return {};
}

// Hands out the first `size` pending bytes and keeps the others.
Batch Reader::batch_of(std::size_t size) {
  Batch batch;
  batch.index = batches_++;
  batch.origin = origin_;
  batch.end_offset = bytes_done_ + (stream_ ? stream_->consumed() : 0);
  const std::size_t rest = pending_.size - size;
  Buffer kept(rest + block);
  std::memcpy(kept.data(), pending_.data() + size, rest);
  kept.size = rest;
  batch.bytes = std::exchange(pending_, std::move(kept));
  batch.bytes.size = size;
  origin_.offset += size;
  origin_.line += newlines(batch.bytes.view());
  return batch;
}

std::optional<Batch> Reader::lines() {
  while (true) {
    const auto newline = pending_.view().rfind('\n');
    std::size_t size = newline == std::string_view::npos ? 0 : newline + 1;
    if (complete_) size = pending_.size;
    if (size > 0) {
      read_ = block;
      Batch batch = batch_of(size);
      batch.cut_lines = true;
      return batch;
    }
    if (complete_) return {};
    // A line longer than all that was read: read twice as much.
    if (pending_.size >= read_) read_ *= 2;
    fill(pending_);
    if (stopped_) return {};
  }
}

// At the end of an open array, goes on with what follows as documents one
// after the other.
void Reader::leave_array() {
  if (!array_open_) return;
  std::string_view bytes = pending_.view();
  std::size_t i = 0;
  while (i < bytes.size() && (is_blank(bytes[i]) || bytes[i] == ',')) ++i;
  if (i == bytes.size() || bytes[i] != ']') return;
  skip(i + 1);
  array_open_ = false;
  framing_ = Framing::documents;
}

std::optional<Batch> Reader::cuts() {
  std::vector<Cut> found;
  std::size_t at = 0;
  while (true) {
    if (at == 0) leave_array();
    const Cut cut = next_cut(framing_, pending_.view().substr(at), complete_);
    const bool array_ends =
        array_open_ && cut.found && pending_.view()[at + cut.begin] == ']';
    if (cut.found && !array_ends) {
      found.push_back({at + cut.begin, at + cut.end, at + cut.next, true});
      at += cut.next;
      if (at < block) continue;
    }
    if (!found.empty()) break;
    if (array_ends) continue;  // leave_array closes it
    if (complete_) {
      if (array_open_) {
        problem("the JSON array is not closed: cut short?");
      }
      return {};
    }
    if (pending_.size >= read_) read_ *= 2;
    fill(pending_);
    if (stopped_) return {};
  }
  read_ = block;
  Batch batch = batch_of(at);
  const std::string_view bytes = batch.bytes.view();
  Origin origin = batch.origin;
  std::size_t counted = 0;
  for (const Cut& cut : found) {
    origin.line += newlines(bytes.substr(counted, cut.begin - counted));
    origin.offset = batch.origin.offset + cut.begin;
    counted = cut.begin;
    batch.blobs.push_back(
        {bytes.substr(cut.begin, cut.end - cut.begin), origin});
  }
  return batch;
}

}  // namespace trunklift
