// The files that a run writes: none of them may be read by it.
#pragma once

#include <cstdint>

#include <string>
#include <vector>

#include "command.h"

namespace trunklift {

class OutputFiles {
public:
  explicit OutputFiles(const Settings& settings);

  // Throws Error(usage) where one would take the place of an input, of another
  // output or of a file with settings.
  void refuse_overwriting(const Settings& settings) const;

  // With what stands beside them while they are written.
  std::vector<std::string> written_paths() const;

private:
  enum class Use : std::uint8_t {
    output,
    rejects_again,  // a rejects file that is fed back
    beside          // SQLite's own, while it writes to a database
  };
  struct File {
    std::string path;
    Use use = Use::output;
  };
  void add(const std::string& path, Use use = Use::output);

  std::vector<File> files_;
};

}  // namespace trunklift
