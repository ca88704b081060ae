// Reads inputs one after the other, as batches of whole documents.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "source/batch.h"
#include "source/input_streams.h"
#include "source/splitter.h"

namespace trunklift {

// Used by one thread at a time. Memory: one batch at a time, which is about
// `block` bytes unless a document is larger.
class Reader {
public:
  static constexpr std::size_t block = std::size_t{1} << 20;

  // Both outlive the reader.
  Reader(InputStreams& streams, const InputNames& names);

  // The next batch, or nothing at the end of all inputs.
  std::optional<Batch> next();

  // Inputs that could not be read to their end, so far; those that could not
  // be opened, the streams know.
  const std::vector<InputProblem>& problems() const { return problems_; }

private:
  bool open_next();
  void close();
  void problem(const std::string& reason);
  bool fill(Buffer& buffer);
  void sniff();
  std::optional<Batch> lines();
  std::optional<Batch> cuts();
  void leave_array();
  Batch batch_of(std::size_t size);
  void skip(std::size_t size);

  InputStreams& streams_;
  const InputNames& names_;
  std::unique_ptr<ByteStream> stream_;
  Buffer pending_;        // read, but not handed out
  std::size_t read_ = 0;  // read at a time; grows with long documents
  bool complete_ = false;
  bool stopped_ = false;  // by a signal, in the middle of a read
  Framing framing_ = Framing::lines;
  bool array_open_ = false;
  Origin origin_;  // of the first pending byte
  std::uint64_t batches_ = 0;
  std::uint64_t bytes_done_ = 0;  // of closed streams
  std::vector<InputProblem> problems_;
};

}  // namespace trunklift
