// Files are made with O_TMPFILE, or unlinked at once; mappings may have one.
#include "base/temp_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "base/error.h"

namespace trunklift {
namespace {

std::string folder() {
  const char* set = std::getenv("TMPDIR");
  return set != nullptr && *set != '\0' ? set : "/tmp";
}

[[noreturn]] void fail(const std::string& attempt, int error) {
  throw Error(Exit::target, attempt, "a temporary file in " + folder(),
              std::strerror(error),
              "free some space there, or let TMPDIR name another folder");
}

int open_unnamed() {
  const std::string place = folder();
  int file = ::open(place.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  // Not every file system has unnamed files.
  std::string name = place + "/trunklift-XXXXXX";
  file = ::mkostemp(name.data(), O_CLOEXEC);
  if (file < 0) fail("create", errno);
  ::unlink(name.c_str());
  return file;
}

}  // namespace

TempFile::TempFile() : file_(open_unnamed()) {}

TempFile::~TempFile() {
  if (file_ >= 0) ::close(file_);
}

int TempFile::release() { return std::exchange(file_, -1); }

void TempFile::append(const void* data, std::size_t size) {
  const char* from = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t count = ::write(file_, from, size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write", errno);
    const auto written = static_cast<std::size_t>(count);
    from += written;
    size -= written;
    size_ += written;
  }
}

void TempFile::read(std::uint64_t offset, void* out, std::size_t size) const {
  char* to = static_cast<char*>(out);
  while (size > 0) {
    const ssize_t count = ::pread(file_, to, size, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("read", count < 0 ? errno : EIO);
    const auto got = static_cast<std::size_t>(count);
    to += got;
    size -= got;
    offset += got;
  }
}

Mapping::Mapping(std::size_t bytes, Backing backing)
    : size_(bytes), backing_(backing) {
  constexpr int access = PROT_READ | PROT_WRITE;
  if (backing == Backing::memory) {
    // All of it will be written to: a page at a time, each would be asked for
    // twice, read first.
    data_ = ::mmap(nullptr, bytes, access,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  } else {
    const int file = open_unnamed();
    // With its space reserved: a full disk is an error here, not a signal
    // later.
    int error = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
    if (error == 0) {
      data_ = ::mmap(nullptr, bytes, access, MAP_SHARED, file, 0);
      error = data_ == MAP_FAILED ? errno : 0;
    }
    ::close(file);  // the mapping keeps it
    if (error != 0) fail("write", error);
  }
  if (data_ == MAP_FAILED) {
    throw Error(Exit::internal, "reserve", "memory", std::strerror(errno),
                "give a smaller --memory");
  }
}

Mapping::~Mapping() {
  if (data_ != nullptr) ::munmap(data_, size_);
}

Mapping::Mapping(Mapping&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      backing_(other.backing_) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(backing_, other.backing_);
  return *this;
}

}  // namespace trunklift
