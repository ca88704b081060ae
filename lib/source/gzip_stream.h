// Unpacks gzip and compares its checksums.
#pragma once

#include <zlib.h>

#include <memory>
#include <string>

#include "source/byte_stream.h"

namespace trunklift {

// Reads any number of gzip members, with only zeros behind them.
class GzipStream : public ByteStream {
public:
  explicit GzipStream(ByteStream& from);  // outlives this
  ~GzipStream() override;
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  std::size_t read(char* to, std::size_t size) override;
  std::optional<std::string> failure() const override { return failure_; }
  std::uint64_t consumed() const override { return from_.consumed(); }

private:
  bool refill();
  bool next_member();

  ByteStream& from_;
  std::unique_ptr<char[]> packed_;
  z_stream zlib_ = {};
  bool in_member_ = true;
  bool done_ = false;
  std::optional<std::string> failure_;
};

}  // namespace trunklift
