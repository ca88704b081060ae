// A stream whose first bytes can be looked at before it is read.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "source/byte_stream.h"

namespace trunklift {

class HeadStream : public ByteStream {
public:
  static constexpr std::size_t most = 512;

  explicit HeadStream(std::unique_ptr<ByteStream> from);
  explicit HeadStream(ByteStream& from);  // outlives this

  // The first `most` bytes, or fewer if the stream has no more. Call this
  // before any `read`.
  std::string_view head() const { return {head_.data(), size_}; }

  std::size_t read(char* to, std::size_t size) override;
  std::optional<std::string> failure() const override {
    return from_.failure();
  }
  std::uint64_t consumed() const override { return from_.consumed(); }

private:
  std::unique_ptr<ByteStream> owned_;
  ByteStream& from_;
  std::array<char, most> head_;
  std::size_t size_ = 0, given_ = 0;
};

}  // namespace trunklift
