// What the command line names as inputs, spelt out to files.
#include "source/inputs.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace trunklift {
namespace {

namespace fs = std::filesystem;

class Expansion {
public:
  void argument(const std::string& name) {
    if (name == "-") {
      known_ = false;
      list_.inputs.push_back({name, 0});
      return;
    }
    std::error_code error;
    const fs::file_status status = fs::status(name, error);
    if (!fs::exists(status)) {
      list_.problems.push_back(
          {name, error ? error.message() : "No such file or directory"});
    } else if (fs::is_directory(status)) {
      directory(name);
    } else {
      file(name, status);
    }
  }

  InputList finish() {
    for (const Input& input : list_.inputs) list_.total_bytes += input.bytes;
    if (!known_) list_.total_bytes = 0;
    return std::move(list_);
  }

private:
  void file(const std::string& name, const fs::file_status& status) {
    std::error_code error;
    const bool regular = fs::is_regular_file(status);
    const std::uintmax_t size = regular ? fs::file_size(name, error) : 0;
    known_ &= regular && !error;
    list_.inputs.push_back({name, error ? 0 : size});
  }

  void directory(const fs::path& path) {
    std::error_code error;
    // A directory seen before is a loop of symlinks, or a second way in.
    const fs::path real = fs::canonical(path, error);
    if (!error && !seen_.insert(real).second) return;
    std::vector<fs::path> entries;
    for (fs::directory_iterator it(path, error), end; !error && it != end;
         it.increment(error)) {
      entries.push_back(it->path());
    }
    if (error) list_.problems.push_back({path.string(), error.message()});
    std::sort(entries.begin(), entries.end());
    for (const fs::path& entry : entries) {
      if (entry.filename().string().starts_with('.')) continue;
      const fs::file_status status = fs::status(entry, error);
      if (fs::is_directory(status)) {
        directory(entry);
      } else if (fs::is_regular_file(status)) {
        file(entry.string(), status);
      } else if (error) {
        list_.problems.push_back({entry.string(), error.message()});
      }
    }
  }

  InputList list_;
  std::set<fs::path> seen_;
  bool known_ = true;
};

}  // namespace

InputList expand_inputs(const std::vector<std::string>& arguments) {
  Expansion expansion;
  for (const std::string& argument : arguments) expansion.argument(argument);
  return expansion.finish();
}

}  // namespace trunklift
