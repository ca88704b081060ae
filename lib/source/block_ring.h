// Hands blocks of bytes from one thread to another. Only a few are in memory.
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

// Bytes of inputs that follow one another. Marks say where inputs begin and
// end.
struct Block {
  static constexpr std::size_t capacity = std::size_t{1} << 19;

  struct Mark {
    enum class Kind : std::uint8_t {
      begin,   // the input `name` begins; `text` is its packing
      end,     // the input ends; `text` says why too early, or is ""
      problem  // `text` says what is wrong with `name`
    };
    Kind kind;
    std::size_t at;  // it stands before this byte
    std::string name, text;
  };

  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
  std::vector<Mark> marks;
  std::uint64_t consumed = 0;  // see ByteStream::consumed
  bool last = false;
};

class BlockRing {
public:
  // For the writer. `empty` waits for a block to fill and returns it, or
  // nullptr after `stop`. `give` hands the block over.
  Block* empty();
  void give();
  void fail(std::exception_ptr error);  // instead of more blocks

  // For the reader. `full` waits for the oldest block and returns it, or
  // nullptr if the process is asked to stop. It throws the error that `fail`
  // got. `drop` gives the block back.
  Block* full();
  void drop();
  void stop();  // the reader needs no more blocks

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
