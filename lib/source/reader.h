// Reads inputs one after the other, as batches of whole documents.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/batch.h"
#include "source/input_names.h"
#include "source/input_streams.h"
#include "source/splitter.h"

namespace trunklift {

struct ReaderOptions {
  std::size_t block = std::size_t{1} << 20;  // bytes in a batch
  // A document of more bytes is passed over without being held in memory.
  std::size_t largest_document = std::size_t{16} << 20;
  // Documents in a batch. Each line of a run counts as one, also a blank one.
  std::size_t documents = std::size_t{1} << 13;
};

// Only one thread at a time may use it. It holds one batch, which is about a
// block unless a document is larger.
class Reader {
public:
  // `streams` and `names` must outlive the reader, and the reader must outlive
  // its batches.
  Reader(InputStreams& streams, const InputNames& names,
         ReaderOptions options = {});

  // The same for inputs from another source.
  using NextInput = std::function<std::optional<OpenInput>()>;
  Reader(NextInput next_input, const InputNames& names,
         ReaderOptions options = {});

  // The next batch, or nothing at the end of all inputs.
  std::optional<Batch> next();

  // Inputs that could not be read to their end, so far; see keep_few.
  const std::vector<InputProblem>& problems() const { return problems_; }

  // Inputs in which neither a document nor anything wrong was found.
  struct Empty {
    std::uint64_t count = 0;
    std::string first;  // name of the first one
  };
  const Empty& empty() const { return empty_; }
  // The same, for inputs that list ids instead of documents.
  const Empty& ids_only() const { return ids_only_; }

  // The inputs behind the last batch. Call this after the last batch.
  const std::vector<InputProgress>& rest() const { return batch_.inputs; }

private:
  bool open_next();
  void close();
  bool fill();
  void take(const Piece& piece);
  std::string_view account();
  Batch finish_batch();
  void note_progress(bool closed);
  std::string_view window() const { return bytes_.view().substr(at_); }
  void complain(std::string_view reason);
  void complain_of_cut(std::string_view reason);

  NextInput next_input_;
  const InputNames& names_;
  ReaderOptions options_;
  BufferPool pool_;
  std::vector<InputProblem> problems_;
  std::uint64_t more_problems_ = 0;
  Empty empty_, ids_only_;

  // The current input.
  std::unique_ptr<ByteStream> stream_;
  Input input_;
  InputProgress progress_;
  std::optional<Splitter> splitter_;
  bool is_empty_ = false;
  bool complete_ = false;  // it was read to its end
  bool failed_ = false;    // it ended too early, and that was reported
  bool stopped_ = false;   // a signal ended a read
  Origin place_;           // of the first byte that is not in a segment

  // The batch in the making. `bytes_` has bytes of segments up to `at_`, then
  // bytes that the splitter has not taken yet.
  Buffer bytes_;
  std::size_t at_ = 0;
  Batch batch_;
  std::optional<Origin> oversized_;  // where the oversized document began
  std::uint64_t documents_ = 0;      // of the batch
  std::uint64_t batches_ = 0;
  std::uint64_t closed_bytes_ = 0;
};

}  // namespace trunklift
