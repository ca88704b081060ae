// Feeds zlib, member by member.
#include "source/gzip_stream.h"

#include <algorithm>
#include <limits>
#include <new>

namespace trunklift {
namespace {

constexpr std::size_t packed_block = std::size_t{1} << 18;
constexpr int largest_window_of_gzip = 15 + 16;

}  // namespace

GzipStream::GzipStream(ByteStream& from)
    : from_(from), packed_(new char[packed_block]) {
  if (inflateInit2(&zlib_, largest_window_of_gzip) != Z_OK) {
    throw std::bad_alloc();
  }
}

GzipStream::~GzipStream() { inflateEnd(&zlib_); }

// Reads more packed bytes. Returns false at the end of the file.
bool GzipStream::refill() {
  if (zlib_.avail_in > 0) return true;
  zlib_.next_in = reinterpret_cast<Bytef*>(packed_.get());
  zlib_.avail_in = static_cast<uInt>(from_.read(packed_.get(), packed_block));
  return zlib_.avail_in > 0;
}

bool GzipStream::next_member() {
  while (refill()) {
    if (*zlib_.next_in != 0) {
      in_member_ = true;
      return inflateReset(&zlib_) == Z_OK;
    }
    ++zlib_.next_in;
    --zlib_.avail_in;
  }
  failure_ = from_.failure();
  return false;
}

std::size_t GzipStream::read(char* to, std::size_t size) {
  size = std::min<std::size_t>(size, std::numeric_limits<uInt>::max());
  zlib_.next_out = reinterpret_cast<Bytef*>(to);
  zlib_.avail_out = static_cast<uInt>(size);
  while (zlib_.avail_out > 0 && !done_) {
    if (!in_member_ && !next_member()) {
      done_ = true;
    } else if (!refill()) {
      failure_ = from_.failure().value_or("the gzip data is cut short");
      done_ = true;
    } else {
      const int result = inflate(&zlib_, Z_NO_FLUSH);
      if (result == Z_STREAM_END) in_member_ = false;
      if (result == Z_OK || result == Z_STREAM_END) continue;
      failure_ = std::string("the gzip data is damaged: ") +
                 (zlib_.msg ? zlib_.msg : "no preset dictionary");
      done_ = true;
    }
  }
  return size - zlib_.avail_out;
}

}  // namespace trunklift
