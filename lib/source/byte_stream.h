// Bytes from somewhere: a file, a pipe, what a decompressor makes of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace trunklift {

// Read by one thread at a time.
class ByteStream {
public:
  virtual ~ByteStream() = default;

  // Puts up to `size` bytes to `to` and says how many; fewer than `size` only
  // where the source is slow. 0: no more will come, see `failure`, or the
  // process is asked to stop (base/interrupt.h).
  virtual std::size_t read(char* to, std::size_t size) = 0;

  // Why the stream ended before its time, for people; nothing if it did not.
  virtual std::optional<std::string> failure() const { return {}; }

  // Bytes taken from the file itself so far, for the progress line; each entry
  // of an archive counts its own.
  virtual std::uint64_t consumed() const = 0;
};

}  // namespace trunklift
