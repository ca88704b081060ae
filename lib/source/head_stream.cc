// The first bytes are read at once and handed out again by read().
#include "source/head_stream.h"

#include <algorithm>
#include <cstring>

namespace trunklift {

HeadStream::HeadStream(std::unique_ptr<ByteStream> from) : HeadStream(*from) {
  owned_ = std::move(from);
}

HeadStream::HeadStream(ByteStream& from) : from_(from) {
  while (size_ < most) {
    const std::size_t got = from_.read(head_.data() + size_, most - size_);
    if (got == 0) break;
    size_ += got;
  }
}

std::size_t HeadStream::read(char* to, std::size_t size) {
  const std::size_t again = std::min(size, size_ - given_);
  std::memcpy(to, head_.data() + given_, again);
  given_ += again;
  // If the head is short, the stream has no more bytes.
  if (size == again || size_ < most) return again;
  return again + from_.read(to + again, size - again);
}

}  // namespace trunklift
