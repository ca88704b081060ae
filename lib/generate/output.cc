// Where a dump goes: standard output, or a file that appears when it is whole.
#include "generate/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/error.h"

namespace trunklift::generate {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* attempt, const std::string& path,
                       int problem) {
  std::string advice;
  if (problem == ENOSPC) advice = "free some space, or write elsewhere";
  if (problem == ENOENT) advice = "create the directory first";
  throw Error(Exit::target, attempt, path,
              std::generic_category().message(problem), std::move(advice));
}

// A rename would replace what is no plain file: a device, a pipe, a link.
bool replaceable(const std::string& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  return !fs::exists(status) || fs::is_regular_file(status);
}

}  // namespace

FileOutput::FileOutput(const std::string& path) : path_(path) {
  if (path == "-") {
    path_ = "standard output";
    descriptor_ = STDOUT_FILENO;
    return;
  }
  int flags = O_WRONLY | O_CLOEXEC;
  if (replaceable(path)) {
    std::error_code ignored;
    if (fs::is_symlink(path, ignored)) {
      path_ = fs::weakly_canonical(path, ignored).string();
      if (ignored) path_ = path;
    }
    temporary_ = path_ + ".part-" + std::to_string(::getpid());
    flags |= O_CREAT | O_TRUNC;
  }
  const std::string& opened = temporary_.empty() ? path_ : temporary_;
  descriptor_ = ::open(opened.c_str(), flags, 0666);
  if (descriptor_ < 0) {
    temporary_.clear();
    fail("create", path_, errno);
  }
}

FileOutput::~FileOutput() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void FileOutput::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      fail("write to", path_, errno);
    }
  }
}

void FileOutput::close() {
  const int descriptor = std::exchange(descriptor_, -1);
  // Some file systems report a full disk only here.
  if (descriptor > STDERR_FILENO && ::close(descriptor) != 0) {
    fail("write to", path_, errno);
  }
}

void FileOutput::commit() {
  close();
  if (temporary_.empty()) return;
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
    fail("rename the finished file to", path_, errno);
  }
  temporary_.clear();
}

}  // namespace trunklift::generate
