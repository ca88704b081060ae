// Where a dump goes: standard output, or a file that appears when it is whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/part_file.h"

namespace trunklift::generate {

class Output {
public:
  virtual ~Output() = default;
  // All of `bytes`, or an Error with Exit::target.
  virtual void write(std::string_view bytes) = 0;
};

// A file takes its name on `commit`. "-" is standard output, and devices and
// pipes are written to directly. Expects SIGPIPE to be ignored.
class FileOutput : public Output {
public:
  explicit FileOutput(const std::string& path);

  void write(std::string_view bytes) override;
  void commit();

private:
  std::optional<PartFile> file_;  // nothing: standard output
};

}  // namespace trunklift::generate
