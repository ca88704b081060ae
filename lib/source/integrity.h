// Compares the checksums of a packed file with its contents.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "source/file_stream.h"
#include "source/format.h"

namespace trunklift {

// Indexes of corrupt entries in their archive, from 0, each with a reason.
using CorruptEntries = std::map<std::uint64_t, std::string>;

struct Integrity {
  std::optional<std::string> corrupt;  // why a whole compressed file is corrupt
  CorruptEntries corrupt_entries;      // only for zip archives
};

// False for plain files, and for tar, where only headers have checksums.
bool has_checksums(Format format);

// Unpacks `file` from its start and keeps nothing. `format` must have
// checksums. `expansion` is InputLimits::expansion. A file that ends too early
// counts as corrupt, because its checksum is missing.
Integrity check_integrity(Format format, FileStream& file,
                          std::uint64_t expansion);

}  // namespace trunklift
