// Recognizes packed files by their first bytes.
#pragma once

#include <cstdint>
#include <string_view>

namespace trunklift {

enum class Format : std::uint8_t { plain, gzip, zstd, xz, bzip2, tar, zip };

// `head` is the first 512 bytes, or all bytes if there are fewer. JSON is
// always `plain`.
Format format_of(std::string_view head);

// As in "gzip"; "" for `plain`.
std::string_view format_name(Format format);

}  // namespace trunklift
