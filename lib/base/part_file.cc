// A file that only takes its name when it is complete.
#include "base/part_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace trunklift {
namespace {

bool is_special(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

}  // namespace

PartFile::PartFile(std::string path) : path_(std::move(path)) {
  if (is_special(path_)) {
    file_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    part_ = path_ + ".part";
    file_ =
        ::open(part_.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  }
  if (file_ < 0) fail("create");
}

PartFile::~PartFile() {
  if (file_ >= 0) ::close(file_);
  if (!part_.empty()) ::unlink(part_.c_str());
}

PartFile::PartFile(PartFile&& other) noexcept
    : path_(std::move(other.path_)),
      part_(std::exchange(other.part_, {})),
      file_(std::exchange(other.file_, -1)) {}

void PartFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write");
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void PartFile::finish() {
  if (file_ < 0) return;
  if (!part_.empty() && ::fsync(file_) != 0) fail("write");
  if (::close(std::exchange(file_, -1)) != 0) fail("write");
}

void PartFile::commit() {
  finish();
  if (part_.empty()) return;
  if (::rename(part_.c_str(), path_.c_str()) != 0) fail("rename");
  part_.clear();
}

void PartFile::fail(const std::string& attempt) const {
  const int reason = errno;
  throw Error(Exit::target, attempt, path_, std::strerror(reason),
              reason == ENOSPC ? "make room and run again" : "");
}

}  // namespace trunklift
