// Waits for bytes with poll, so that signals end a wait.
#include "source/file_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/interrupt.h"
#include "base/temp_file.h"

namespace trunklift {

std::unique_ptr<FileStream> FileStream::open(const std::string& path) {
  // O_NONBLOCK opens a pipe without waiting for its writer; `read` waits, and
  // sees signals.
  const int file =
      path == "-" ? STDIN_FILENO
                  : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status {};
  if (file < 0 || ::fstat(file, &status) != 0) return nullptr;
  return std::unique_ptr<FileStream>(new FileStream(file, status));
}

std::unique_ptr<FileStream> FileStream::copy_of(ByteStream& from) {
  TempFile copy;
  constexpr std::size_t block = std::size_t{1} << 18;
  const auto bytes = std::make_unique<char[]>(block);
  while (const std::size_t got = from.read(bytes.get(), block)) {
    copy.append(bytes.get(), got);
  }
  const int file = copy.release();
  struct stat status {};
  ::fstat(file, &status);
  return std::unique_ptr<FileStream>(new FileStream(file, status));
}

FileStream::FileStream(int file, const struct stat& status)
    : file_(file), status_(status) {
  constexpr off_t large = off_t{1} << 20;
  if (is_regular() && status.st_size > large) {
    ::posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
  }
}

FileStream::~FileStream() {
  if (file_ != STDIN_FILENO) ::close(file_);
}

// Waits for bytes; false if they are not needed any more. A pipe may stay
// silent for long, and a signal may reach another thread than the one that
// reads.
bool FileStream::wait() const {
  constexpr int milliseconds = 100;
  while (interrupted() == 0 && !abandoned_) {
    pollfd waiting{file_, POLLIN, 0};
    const int ready = ::poll(&waiting, 1, milliseconds);
    if (ready > 0 || (ready < 0 && errno != EINTR)) break;
  }
  return interrupted() == 0 && !abandoned_;
}

// Whether another program shortened the file while it was read. After a seek,
// the number of bytes read does not tell.
bool FileStream::lost_bytes() const {
  return is_regular() && !sought_ &&
         consumed_ < static_cast<std::uint64_t>(status_.st_size);
}

std::size_t FileStream::read(char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size && !failure_) {
    if (is_regular() ? interrupted() != 0 || abandoned_ : !wait()) return 0;
    const ssize_t got = ::read(file_, to + done, size - done);
    if (got > 0) {
      done += static_cast<std::size_t>(got);
      consumed_ += static_cast<std::uint64_t>(got);
      if (!is_regular()) break;
    } else if (got == 0) {
      if (lost_bytes()) failure_ = "it became shorter while it was read";
      break;
    } else if (errno != EINTR && errno != EAGAIN) {
      failure_ = std::strerror(errno);
    }
  }
  return done;
}

std::int64_t FileStream::seek(std::int64_t offset, int whence) {
  most_ = static_cast<std::uint64_t>(status_.st_size);
  sought_ = true;
  return ::lseek(file_, offset, whence);
}

void FileStream::rewind() {
  seek(0, SEEK_SET);
  consumed_ = 0;
}

}  // namespace trunklift
