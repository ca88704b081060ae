// Files that people write for this program: settings, lists, schemas.
#pragma once

#include <fstream>
#include <string>

#include "base/error.h"

namespace trunklift {

// Read once, from the start to the end, so that it may be a pipe. A byte order
// mark at the start is passed over. Whatever goes wrong is an Error "cannot
// <attempt> <path>: ..." with the code: a directory, too, a file in UTF-16, and
// a read that fails on the way.
class TextFile {
public:
  struct Failure {
    Exit code;
    std::string attempt;  // "read baseline"
    std::string advice = {};
  };
  TextFile(const std::string& path, Failure failure);

  bool next(std::string& line);  // without its end; false: that was all
  std::string rest();

private:
  [[noreturn]] void fail(int reason) const;

  std::string path_;
  Failure failure_;
  std::ifstream file_;
};

}  // namespace trunklift
