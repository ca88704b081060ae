// Stops what unfolds to many times its size: a bomb.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "source/byte_stream.h"
#include "source/file_stream.h"

namespace trunklift {

// How much was unpacked of a file at one depth of nesting, all entries
// together, against what was read of the file.
struct Gauge {
  const FileStream& file;
  std::uint64_t limit;  // InputLimits::expansion
  std::uint64_t unpacked = 0;

  bool is_exceeded() const;
};

// Ends a stream that has come to too much. Both arguments outlive it.
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
