// Checks that a zip archive holds all that its directory names, and no more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "source/file_stream.h"

namespace trunklift {

// How many bytes at the end of an archive are enough to find its directory.
inline constexpr std::size_t zip_tail = (std::size_t{1} << 16) + 256;

// What is wrong with an archive, for people; nothing if it is whole. It has
// `size` bytes, ends with `tail`, and was found to have `entries` entries.
std::optional<std::string> zip_problem(std::string_view tail,
                                       std::uint64_t size,
                                       std::uint64_t entries);

// The same for a file. Its entries are those of its directory, and no other
// bytes may be in front of, between or behind them.
std::optional<std::string> zip_problem(FileStream& file);

}  // namespace trunklift
