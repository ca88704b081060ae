// A file that only takes its name when it is complete.
#pragma once

#include <string>
#include <string_view>

namespace trunklift {

// Written beside its final name, as PATH.part, with mode 0600: what it holds
// may be secret. Without `commit` it vanishes, and an older file of that name
// stays as it was. "/dev/..." and pipes are written directly. Throws
// Error(target).
class PartFile {
public:
  explicit PartFile(std::string path);
  ~PartFile();
  PartFile(PartFile&& other) noexcept;
  PartFile& operator=(PartFile&&) = delete;

  void write(std::string_view text);
  void finish();  // flushes to disk and closes; the name is still the old one
  void commit();  // finish, if that was not done, and rename

private:
  [[noreturn]] void fail(const std::string& attempt) const;

  std::string path_;
  std::string part_;  // "" if written directly, or done
  int file_ = -1;
};

}  // namespace trunklift
