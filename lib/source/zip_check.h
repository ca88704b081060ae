// Whether a zip archive is all that its directory says, and no more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "source/file_stream.h"

namespace trunklift {

// So many of its last bytes tell where the directory of an archive is.
inline constexpr std::size_t zip_tail = (std::size_t{1} << 16) + 256;

// What is wrong with an archive of `size` bytes that end with `tail`, in which
// `entries` were found by reading through it. Nothing if it is whole.
std::optional<std::string> zip_problem(std::string_view tail,
                                       std::uint64_t size,
                                       std::uint64_t entries);

// The same of a file, whose entries are those of its directory: no byte is in
// front of, between or behind them.
std::optional<std::string> zip_problem(FileStream& file);

}  // namespace trunklift
