// Unpacks one file on a thread of its own: a compressed one is an input, an
// archive one an entry.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "source/block_ring.h"
#include "source/file_stream.h"
#include "source/head_stream.h"
#include "source/input_limits.h"

namespace trunklift {

class Unpacker {
public:
  // `file` is behind `stream`, whose head is of a format that is not plain.
  Unpacker(std::string name, std::unique_ptr<HeadStream> stream,
           FileStream& file, const InputLimits& limits);
  ~Unpacker();
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  struct Unpacked {
    std::string name;
    std::unique_ptr<ByteStream> stream;  // until the next is asked for
    std::string packing;                 // see OpenInput
  };
  // Nothing at the end. Passes over what is left of the one before.
  std::optional<Unpacked> next(std::vector<InputProblem>& problems);

private:
  class Input;

  bool fetch();
  std::size_t until_mark() const;

  BlockRing ring_;
  std::unique_ptr<HeadStream> stream_;  // the thread's
  FileStream& file_;
  // Where the reader is.
  Block* block_ = nullptr;
  std::size_t at_ = 0, mark_ = 0;  // in the block
  std::uint64_t consumed_ = 0;     // of the file
  std::thread thread_;
};

}  // namespace trunklift
