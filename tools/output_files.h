// The files that a run writes: none of them may be read by it.
#pragma once

#include <string>
#include <vector>

#include "command.h"

namespace trunklift {

class OutputFiles {
public:
  explicit OutputFiles(const Settings& settings);

  // Throws Error(usage) where one would take the place of an input or of
  // another output.
  void refuse_overwriting(const Settings& settings) const;

  // With what stands beside them while they are written.
  std::vector<std::string> written_paths() const;

private:
  struct File {
    std::string path;
    bool may_be_input = false;
  };
  std::vector<File> files_;
};

}  // namespace trunklift
