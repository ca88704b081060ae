// The system exchanges two directories in one step, where it can.
#include "sink/directory_swap.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace trunklift {
namespace {

namespace fs = std::filesystem;

// A directory that nobody knows yet. It goes at the end, with what is in it.
class Staging {
public:
  explicit Staging(const fs::path& beside)
      : path_(random_name_beside(beside.string())),
        made_(::mkdir(path_.c_str(), 0700) == 0) {}
  ~Staging() {
    std::error_code ignored;
    if (made_) fs::remove_all(path_, ignored);
  }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  bool is_made() const { return made_; }
  const fs::path& path() const { return path_; }

private:
  fs::path path_;
  bool made_;
};

bool is_one_of(const std::vector<NamedFile>& files, const std::string& name) {
  return std::any_of(files.begin(), files.end(),
                     [&](const NamedFile& one) { return one.name == name; });
}

// Whoever is in a directory would stay in the one that is taken away.
bool is_inside(const fs::path& directory) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) return true;
  const auto end = std::mismatch(directory.begin(), directory.end(),
                                 here.begin(), here.end());
  return end.first == directory.end();
}

bool looks_like(const fs::path& made, const struct stat& before) {
  struct stat status {};
  if (::stat(made.c_str(), &status) != 0) return false;
  const bool same_owner =
      status.st_uid == before.st_uid && status.st_gid == before.st_gid;
  return (same_owner ||
          ::chown(made.c_str(), before.st_uid, before.st_gid) == 0) &&
         ::chmod(made.c_str(), before.st_mode & 07777) == 0;
}

// Links what others put there meanwhile; `own` are the files that this
// replaces.
void move_newcomers(const fs::path& from, const fs::path& to,
                    const std::vector<NamedFile>& own) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(from, error)) {
    const fs::path name = entry.path().filename();
    if (is_one_of(own, name.string())) continue;
    ::renameat2(AT_FDCWD, entry.path().c_str(), AT_FDCWD, (to / name).c_str(),
                RENAME_NOREPLACE);
  }
}

bool swap(const fs::path& directory, const Staging& staging,
          std::vector<NamedFile>& files) {
  struct stat before {};
  if (!staging.is_made() || is_inside(directory) ||
      ::stat(directory.c_str(), &before) != 0) {
    return false;
  }
  for (const NamedFile& one : files) {
    if (!one.file.link_as((staging.path() / one.name).string())) return false;
  }
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(directory, error)) {
    const fs::path name = entry.path().filename();
    if (is_one_of(files, name.string())) continue;
    if (::link(entry.path().c_str(), (staging.path() / name).c_str()) != 0) {
      return false;
    }
  }
  if (error || !looks_like(staging.path(), before)) return false;
  if (::renameat2(AT_FDCWD, staging.path().c_str(), AT_FDCWD, directory.c_str(),
                  RENAME_EXCHANGE) != 0) {
    return false;
  }
  move_newcomers(staging.path(), directory, files);
  return true;
}

void commit_one_by_one(const fs::path& directory,
                       std::vector<NamedFile>& files) {
  const int lock =
      ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock >= 0) ::flock(lock, LOCK_EX);
  try {
    for (NamedFile& one : files) one.file.commit();
  } catch (...) {
    if (lock >= 0) ::close(lock);
    throw;
  }
  if (lock >= 0) ::close(lock);
}

}  // namespace

void replace_files(const std::string& directory,
                   std::vector<NamedFile>& files) {
  for (NamedFile& one : files) one.file.finish();
  std::error_code error;
  const fs::path real = fs::canonical(directory, error);
  if (error) return commit_one_by_one(directory, files);
  // A file that once had a name loses its last one for good: what was put there
  // stays until all have theirs.
  const Staging staging(real);
  if (swap(real, staging, files)) return;
  commit_one_by_one(directory, files);
}

}  // namespace trunklift
