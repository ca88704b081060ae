// The file is written under another name beside its own, and then renamed.
#include "base/part_file.h"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include "base/error.h"

namespace trunklift {
namespace {

namespace fs = std::filesystem;

constexpr int most_links = 40;  // as many as the system follows
constexpr int most_tries = 100;

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string real_directory_of(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::canonical(directory_of(path), error);
  return error ? directory_of(path) : real.string();
}

// What `path` leads to, link by link, be it there or not; nothing, with errno,
// if that has no end, without errno, if it is something that somebody has open.
std::optional<std::string> followed(std::string path) {
  struct stat status {};
  for (int i = 0; i < most_links; ++i) {
    if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) {
      errno = 0;
      return path;
    }
    const std::string directory = real_directory_of(path);
    errno = 0;
    if (directory.starts_with("/proc/")) return {};  // what somebody has open
    std::error_code error;
    const fs::path target = fs::read_symlink(path, error);
    if (error) break;
    path = (fs::path(directory) / target).string();
  }
  errno = ELOOP;
  return {};
}

// The name of a regular file, or of one that can be made; nothing where there
// is something that cannot be replaced, or an error in errno.
std::optional<std::string> replaceable(const std::string& path) {
  errno = 0;
  struct stat status {};
  // The system decides about links that other users made in shared folders.
  const bool is_there = ::stat(path.c_str(), &status) == 0;
  if (!is_there && errno != ENOENT) return {};
  if (is_there && !S_ISREG(status.st_mode)) return {};
  return followed(path);
}

// The descriptor's own entry, by which it can be given a name.
std::string entry_of(int file) {
  return "/proc/self/fd/" + std::to_string(file);
}

}  // namespace

std::string random_name_beside(const std::string& path) {
  std::array<unsigned char, 8> bytes{};
  while (::getrandom(bytes.data(), bytes.size(), 0) !=
         static_cast<ssize_t>(bytes.size())) {
  }
  std::string name = directory_of(path) + "/.trunklift-";
  for (const unsigned char byte : bytes) {
    name += "0123456789abcdef"[byte >> 4];
    name += "0123456789abcdef"[byte & 15];
  }
  return name;
}

std::string final_path(const std::string& path) {
  const std::string last = followed(path).value_or(path);
  return (fs::absolute(real_directory_of(last)) / fs::path(last).filename())
      .lexically_normal()
      .string();
}

PartFile::PartFile(std::string path, FileMode mode) : path_(std::move(path)) {
  if (const auto target = replaceable(path_)) {
    target_ = *target;
    create(mode);
  } else if (errno == 0) {
    file_ = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_NOCTTY | O_CLOEXEC);
  }
  if (file_ < 0) fail("create");
}

void PartFile::create(FileMode mode) {
  const mode_t bits = mode == FileMode::secret ? 0600 : 0666;
  const std::string directory = directory_of(target_);
  file_ = ::open(directory.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, bits);
  // Without an entry there it could never be given a name.
  if (file_ >= 0 && ::access(entry_of(file_).c_str(), F_OK) != 0) {
    ::close(std::exchange(file_, -1));
  }
  for (int i = 0; file_ < 0 && i < most_tries; ++i) {
    part_ = random_name_beside(target_);
    file_ = ::open(part_.c_str(),
                   O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, bits);
    if (file_ < 0 && errno != EEXIST) break;
  }
  if (file_ < 0) part_.clear();
}

PartFile::~PartFile() {
  if (file_ >= 0) ::close(file_);
  if (!part_.empty()) ::unlink(part_.c_str());
}

PartFile::PartFile(PartFile&& other) noexcept
    : path_(std::move(other.path_)),
      target_(std::move(other.target_)),
      part_(std::exchange(other.part_, {})),
      file_(std::exchange(other.file_, -1)),
      finished_(other.finished_) {}

void PartFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file_, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write");
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

void PartFile::finish() {
  if (std::exchange(finished_, true)) return;
  if (!target_.empty() && ::fsync(file_) != 0) fail("write");
  // What has no name is still needed; some file systems report a full disk
  // only when a file is closed.
  const bool nameless = !target_.empty() && part_.empty();
  if (!nameless && ::close(std::exchange(file_, -1)) != 0) fail("write");
}

bool PartFile::link_as(const std::string& path) const {
  if (!part_.empty()) return ::link(part_.c_str(), path.c_str()) == 0;
  return ::linkat(AT_FDCWD, entry_of(file_).c_str(), AT_FDCWD, path.c_str(),
                  AT_SYMLINK_FOLLOW) == 0;
}

void PartFile::commit() {
  finish();
  if (target_.empty()) return;
  if (part_.empty()) {
    // Where nothing is to be replaced, no other name is needed for a moment.
    bool done = link_as(target_);
    for (int i = 0; !done && errno == EEXIST && i < most_tries; ++i) {
      const std::string name = random_name_beside(target_);
      if (!link_as(name)) continue;
      part_ = name;
      break;
    }
    if (!done && part_.empty()) fail("create");
    ::close(std::exchange(file_, -1));
    if (done) return;
  }
  if (::rename(part_.c_str(), target_.c_str()) != 0) fail("rename");
  part_.clear();
}

void PartFile::fail(const std::string& attempt) const {
  const int reason = errno;
  throw Error(Exit::target, attempt, path_, std::strerror(reason),
              reason == ENOSPC   ? "make room and run again"
              : reason == ENOENT ? "create the directory first"
                                 : "");
}

}  // namespace trunklift
