// The interface to bytes from a file, a pipe or a decompressor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace trunklift {

// Only one thread at a time may read it.
class ByteStream {
public:
  virtual ~ByteStream() = default;

  // Puts up to `size` bytes at `to` and returns how many. Only a slow source
  // returns fewer than `size` before the end. 0 means that the stream ended
  // (see `failure`), or that the process is asked to stop (base/interrupt.h).
  virtual std::size_t read(char* to, std::size_t size) = 0;

  // Why the stream ended too early, for people; nothing if it did not.
  virtual std::optional<std::string> failure() const { return {}; }

  // How many bytes of the file itself were read so far, for the progress line.
  // Each entry of an archive counts its own bytes.
  virtual std::uint64_t consumed() const = 0;
};

}  // namespace trunklift
