// A table of the bytes with which formats begin.
#include "source/format.h"

namespace trunklift {
namespace {

using std::string_view_literals::operator""sv;

struct Magic {
  Format format;
  std::string_view bytes;
  std::size_t at = 0;
};

constexpr Magic magics[] = {
    {Format::gzip, "\x1F\x8B"sv},
    {Format::zstd, "\x28\xB5\x2F\xFD"sv},
    {Format::xz,
     "\xFD"
     "7zXZ\0"sv},
    {Format::bzip2, "BZh"sv},
    {Format::zip, "PK\3\4"sv},
    {Format::zip, "PK\5\6"sv},
    {Format::tar, "ustar"sv, 257},
};

// A zstd file may begin with such a frame: 0x184D2A5?, little-endian.
bool is_skippable_frame(std::string_view head) {
  return head.size() >= 4 && (head[0] & 0xF0) == 0x50 &&
         head.substr(1, 3) == "\x2A\x4D\x18"sv;
}

}  // namespace

Format format_of(std::string_view head) {
  for (const Magic& magic : magics) {
    if (head.size() >= magic.at + magic.bytes.size() &&
        head.substr(magic.at, magic.bytes.size()) == magic.bytes) {
      return magic.format;
    }
  }
  return is_skippable_frame(head) ? Format::zstd : Format::plain;
}

std::string_view format_name(Format format) {
  switch (format) {
    case Format::plain: break;
    case Format::gzip: return "gzip";
    case Format::zstd: return "zstd";
    case Format::xz: return "xz";
    case Format::bzip2: return "bzip2";
    case Format::tar: return "tar";
    case Format::zip: return "zip";
  }
  return "";
}

}  // namespace trunklift
