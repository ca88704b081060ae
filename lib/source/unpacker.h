// Unpacks one file on a thread of its own. A compressed file is one input; each
// entry of an archive is one.
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
  // `stream` reads `file` and is packed. `file` outlives this.
  Unpacker(std::string name, std::unique_ptr<HeadStream> stream,
           FileStream& file, const InputLimits& limits);
  ~Unpacker();
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  struct Unpacked {
    std::string name;
    std::unique_ptr<ByteStream> stream;  // valid until `next` is called again
    std::string packing;                 // see OpenInput
  };
  // Returns nothing at the end. Passes over what is left of the input before.
  std::optional<Unpacked> next(std::vector<InputProblem>& problems);

private:
  class Input;

  bool fetch();
  std::size_t until_mark() const;

  BlockRing ring_;
  std::unique_ptr<HeadStream> stream_;  // only the thread uses it
  FileStream& file_;
  // The place of the reader.
  Block* block_ = nullptr;
  std::size_t at_ = 0, mark_ = 0;  // indexes of the next byte and mark
  std::uint64_t consumed_ = 0;     // of the file
  std::thread thread_;
};

}  // namespace trunklift
