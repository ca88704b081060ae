// Where a dump goes: standard output, or a file that appears when it is whole.
#pragma once

#include <string>
#include <string_view>

namespace trunklift::generate {

class Output {
public:
  virtual ~Output() = default;
  // All of `bytes`, or an Error with Exit::target.
  virtual void write(std::string_view bytes) = 0;
};

// Writes to a temporary name beside `path` and renames on `commit`; a
// destructor without it removes the file. "-" is standard output, and devices
// and pipes are written to directly. Expects SIGPIPE to be ignored.
class FileOutput : public Output {
public:
  explicit FileOutput(const std::string& path);
  ~FileOutput() override;
  FileOutput(const FileOutput&) = delete;
  FileOutput& operator=(const FileOutput&) = delete;

  void write(std::string_view bytes) override;
  void commit();

private:
  void close();

  std::string path_;       // as people know it
  std::string temporary_;  // "" when written to directly
  int descriptor_ = -1;
};

}  // namespace trunklift::generate
