// Hands blocks of bytes from one thread to another; few are on the way.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace trunklift {

// Bytes of inputs, one behind the other, and what happens between them.
struct Block {
  static constexpr std::size_t capacity = std::size_t{1} << 19;

  struct Mark {
    enum class Kind : std::uint8_t {
      begin,   // the input `name`; `text` says what it is wrapped in
      end,     // of it; `text` says why before its time, or is ""
      problem  // of `name`, `text` says which
    };
    Kind kind;
    std::size_t at;  // before this byte
    std::string name, text;
  };

  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
  std::vector<Mark> marks;
  std::uint64_t consumed = 0;  // of the file, up to here
  bool last = false;
};

class BlockRing {
public:
  // The writer: a block to fill, when there is one; nullptr once `stop` was
  // called. `give` hands it over.
  Block* empty();
  void give();
  void fail(std::exception_ptr error);  // in place of any more blocks

  // The reader: the oldest block, when there is one; nullptr once the process
  // is asked to stop. Throws what `fail` was told. `drop` gives it back.
  Block* full();
  void drop();
  void stop();  // the reader is going

private:
  static constexpr std::size_t count = 4;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::array<Block, count> blocks_;
  std::uint64_t given_ = 0, dropped_ = 0;
  bool stopped_ = false;
  std::exception_ptr error_;
};

}  // namespace trunklift
