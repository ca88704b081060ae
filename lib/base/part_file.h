// A file that only takes its name when it is complete.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trunklift {

// Who may read what is made, whatever stood there before.
enum class FileMode : std::uint8_t {
  secret,  // its owner alone: it holds passwords
  shared   // whom the umask lets
};

// Written where nobody else can get at it: without a name, where the file
// system has that, or under a random one beside the target that nobody had
// before. Without `commit` it vanishes, and an older file of the name stays as
// it was; with it, the file takes that one's place at once. A link is followed,
// and what it leads to is replaced. Pipes, devices and what the process has
// open (/dev/stdout) are written directly. Throws Error(target).
class PartFile {
public:
  explicit PartFile(std::string path, FileMode mode = FileMode::secret);
  ~PartFile();
  PartFile(PartFile&& other) noexcept;
  PartFile& operator=(PartFile&&) = delete;

  void write(std::string_view text);
  void finish();  // flushes to disk; the name is still the old one
  void commit();  // finish, if that was not done, and take the name
  // Once finished: gives it this name as well, which nobody may have yet.
  // False, with errno, if that cannot be.
  bool link_as(const std::string& path) const;

private:
  void create(FileMode mode);
  [[noreturn]] void fail(const std::string& attempt) const;

  std::string path_;    // as it was given
  std::string target_;  // what that leads to; "" if written directly
  std::string part_;    // the name until then; "" if there is none
  int file_ = -1;
  bool finished_ = false;
};

// A name in the directory of `path` that nobody has; hidden, so that no run
// takes it for an input.
std::string random_name_beside(const std::string& path);

// The absolute name of what `path` leads to, links followed, be it there or
// not.
std::string final_path(const std::string& path);

}  // namespace trunklift
