// What bytes are wrapped in, told by how they begin.
#pragma once

#include <cstdint>
#include <string_view>

namespace trunklift {

enum class Format : std::uint8_t { plain, gzip, zstd, xz, bzip2, tar, zip };

// `head`: the first 512 bytes, or all there are. No JSON begins like any but
// plain.
Format format_of(std::string_view head);

// "gzip"; "" of plain.
std::string_view format_name(Format format);

}  // namespace trunklift
