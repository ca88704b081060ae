// Where a dump goes: standard output, or a file that appears when it is whole.
#include "generate/output.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.h"
#include "base/interrupt.h"

namespace trunklift::generate {

FileOutput::FileOutput(const std::string& path) {
  if (path != "-") file_.emplace(path, FileMode::shared);
}

void FileOutput::write(std::string_view bytes) {
  if (file_) return file_->write(bytes);
  while (!bytes.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      throw BrokenPipe();
    } else if (errno != EINTR) {
      throw Error(Exit::target, "write to", "standard output",
                  std::generic_category().message(errno));
    }
  }
}

void FileOutput::commit() {
  if (file_) file_->commit();
}

}  // namespace trunklift::generate
