// Unpacks to nowhere; the streams compare the checksums.
#include "source/integrity.h"

#include <memory>
#include <optional>

#include "source/archive.h"
#include "source/gauge.h"
#include "source/gzip_stream.h"

namespace trunklift {
namespace {

// Reads `stream` to its end. Returns why it ended too early, if it did.
std::optional<std::string> failure_of(ByteStream& stream, Gauge& gauge) {
  constexpr std::size_t block = std::size_t{1} << 18;
  const auto unused = std::make_unique<char[]>(block);
  Gauged gauged(stream, gauge);
  while (gauged.read(unused.get(), block) > 0) {
  }
  return gauged.failure();
}

CorruptEntries corrupt_entries(FileStream& file, Gauge& gauge) {
  CorruptEntries corrupt;
  Archive archive(Format::zip, file, &file);
  std::uint64_t index = 0;
  while (const auto entry = archive.next()) {
    if (entry->is_regular) {
      if (auto failure = failure_of(archive, gauge)) {
        corrupt.emplace(index, std::move(*failure));
      }
    }
    if (gauge.is_exceeded()) break;
    ++index;
  }
  return corrupt;
}

}  // namespace

bool has_checksums(Format format) {
  return format != Format::plain && format != Format::tar;
}

Integrity check_integrity(Format format, FileStream& file,
                          std::uint64_t expansion) {
  Gauge gauge{file, expansion};
  if (format == Format::zip) return {{}, corrupt_entries(file, gauge)};
  if (format == Format::gzip) {
    GzipStream stream(file);
    return {failure_of(stream, gauge), {}};
  }
  Archive archive(format, file, nullptr);
  archive.next();
  if (archive.damage()) return {archive.damage(), {}};
  return {failure_of(archive, gauge), {}};
}

}  // namespace trunklift
