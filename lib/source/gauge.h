// Stops packed inputs that unpack to many times their size (bombs).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "source/byte_stream.h"
#include "source/file_stream.h"

namespace trunklift {

// Compares how many bytes were unpacked at one depth of nesting, of all entries
// together, with how many were read of the file.
struct Gauge {
  const FileStream& file;
  std::uint64_t limit;  // InputLimits::expansion
  std::uint64_t unpacked = 0;

  bool is_exceeded() const;
};

// Ends a stream as soon as its gauge is exceeded. Both arguments outlive it.
class Gauged : public ByteStream {
public:
  Gauged(ByteStream& from, Gauge& gauge) : from_(from), gauge_(gauge) {}
  std::size_t read(char* to, std::size_t size) override;
  std::optional<std::string> failure() const override;
  std::uint64_t consumed() const override { return from_.consumed(); }

private:
  ByteStream& from_;
  Gauge& gauge_;
};

}  // namespace trunklift
