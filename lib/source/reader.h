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
  std::size_t block = std::size_t{1} << 20;  // of bytes in a batch
  // A document of more bytes is not held in memory, but passed over.
  std::size_t largest_document = std::size_t{16} << 20;
  // Of documents in a batch; lines of a run count, blank ones among them.
  std::size_t documents = std::size_t{1} << 13;
};

// Used by one thread at a time. Memory: one batch, which is about a block
// unless a document is larger.
class Reader {
public:
  // What is left out of `streams` and `names` must outlive the reader, and the
  // reader its batches.
  Reader(InputStreams& streams, const InputNames& names,
         ReaderOptions options = {});

  // The same for any other source of inputs.
  using NextInput = std::function<std::optional<OpenInput>()>;
  Reader(NextInput next_input, const InputNames& names,
         ReaderOptions options = {});

  // The next batch, or nothing at the end of all inputs.
  std::optional<Batch> next();

  // Inputs that could not be read to their end, so far; see keep_few.
  const std::vector<InputProblem>& problems() const { return problems_; }

  // Inputs in which nothing was found, and nothing wrong.
  struct Empty {
    std::uint64_t count = 0;
    std::string first;  // name
  };
  const Empty& empty() const { return empty_; }
  // The same of those that list ids in place of documents.
  const Empty& ids_only() const { return ids_only_; }

  // Those behind the last batch, once there are no more.
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

  // The input that is open.
  std::unique_ptr<ByteStream> stream_;
  Input input_;
  InputProgress progress_;
  std::optional<Splitter> splitter_;
  bool is_empty_ = false;
  bool complete_ = false;  // all of it was read
  bool failed_ = false;    // not to its end, which was told
  bool stopped_ = false;   // by a signal, in the middle of a read
  Origin place_;           // of the first byte that is not cut

  // The batch that is being made: what is cut, then what is not.
  Buffer bytes_;
  std::size_t at_ = 0;
  Batch batch_;
  std::optional<Origin> oversized_;  // where it began
  std::uint64_t documents_ = 0;      // of it
  std::uint64_t batches_ = 0;
  std::uint64_t closed_bytes_ = 0;
};

}  // namespace trunklift
