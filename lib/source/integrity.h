// Whether the checksums of a packed file hold.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "source/file_stream.h"
#include "source/format.h"

namespace trunklift {

// The index of an entry in its archive, from 0, and why it is corrupt.
using CorruptEntries = std::map<std::uint64_t, std::string>;

struct Integrity {
  std::optional<std::string> corrupt;  // why all of a compressed file is
  CorruptEntries corrupt_entries;      // of a zip archive
};

// False for tar, whose headers alone have checksums.
bool has_checksums(Format format);

// Unpacks all of `file`, which stands at its start, and keeps nothing of it.
// `format` has checksums. `expansion`: see InputLimits. A file that ends too
// early is corrupt, because its checksum is missing.
Integrity check_integrity(Format format, FileStream& file,
                          std::uint64_t expansion);

}  // namespace trunklift
