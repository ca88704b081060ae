// Replaces files of a directory by others, all at once.
#pragma once

#include <string>
#include <vector>

#include "base/part_file.h"

namespace trunklift {

struct NamedFile {
  std::string name;  // its name in the directory
  PartFile file;     // its contents, made for that place
};

// A directory that holds the files, and links to all else that is there, takes
// the place of `directory` in one step: who reads it has the files of one run
// or of another. Where that cannot be (a mount, the directory that one is in,
// directories in it, one above that nobody may write to), the files take their
// names one after the other, and others that do so wait. Throws Error(target).
void replace_files(const std::string& directory, std::vector<NamedFile>& files);

}  // namespace trunklift
