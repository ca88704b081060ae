// What libarchive unpacks: compressed streams, and archives with entries.
#include "source/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

namespace trunklift {
namespace {

constexpr std::size_t packed_block = std::size_t{1} << 18;

// Only what the first bytes announced: libarchive finds nothing else in it.
void allow(struct archive* archive, Format format) {
  switch (format) {
    case Format::tar:
      archive_read_support_format_tar(archive);
      // "cat a.tar b.tar" is both.
      archive_read_set_option(archive, "tar", "read_concatenated_archives",
                              "1");
      return;
    case Format::zip: archive_read_support_format_zip(archive); return;
    case Format::zstd:
      archive_read_append_filter(archive, ARCHIVE_FILTER_ZSTD);
      break;
    case Format::xz:
      archive_read_append_filter(archive, ARCHIVE_FILTER_XZ);
      break;
    default: archive_read_append_filter(archive, ARCHIVE_FILTER_BZIP2);
  }
  archive_read_support_format_raw(archive);
  archive_read_support_format_empty(archive);
}

std::string name_of(archive_entry* entry) {
  // The second fails for names that the locale cannot say, the first for
  // those that are no Unicode.
  for (const char* name :
       {archive_entry_pathname_utf8(entry), archive_entry_pathname(entry)}) {
    if (name) return name;
  }
  return "(a name that cannot be read)";
}

}  // namespace

struct Archive::Callbacks {
  static la_ssize_t read(struct archive* archive, void* self,
                         const void** block) {
    auto& mine = *static_cast<Archive*>(self);
    const std::size_t got = mine.from_.read(mine.packed_.get(), packed_block);
    if (got == 0) {
      if (const auto failure = mine.from_.failure()) {
        archive_set_error(archive, EIO, "%s", failure->c_str());
        return ARCHIVE_FATAL;
      }
    }
    mine.given_ += got;
    *block = mine.packed_.get();
    return static_cast<la_ssize_t>(got);
  }
  static la_int64_t seek(struct archive*, void* self, la_int64_t offset,
                         int whence) {
    const auto& mine = *static_cast<const Archive*>(self);
    const std::int64_t place = mine.file_->seek(offset, whence);
    return place < 0 ? ARCHIVE_FATAL : place;
  }
};

Archive::Archive(Format format, ByteStream& from, FileStream* file)
    : from_(file ? *file : from),
      file_(file),
      compressed_(format != Format::tar && format != Format::zip),
      archive_(archive_read_new()),
      packed_(new char[packed_block]) {
  if (!archive_) throw std::bad_alloc();
  allow(archive_, format);
  archive_read_set_callback_data(archive_, this);
  archive_read_set_read_callback(archive_, Callbacks::read);
  if (file_) {
    file_->seek(0, SEEK_SET);
    archive_read_set_seek_callback(archive_, Callbacks::seek);
  }
  if (archive_read_open1(archive_) != ARCHIVE_OK) {
    broken_ = true;
    damage_ = reason();
  }
}

Archive::~Archive() { archive_read_free(archive_); }

std::string Archive::reason() const {
  const char* text = archive_error_string(archive_);
  return text ? text : "damaged";
}

std::optional<Archive::Entry> Archive::next() {
  if (broken_) return {};
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(archive_, &entry);
  if (result == ARCHIVE_EOF) return {};
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
    damage_ = reason();
    broken_ = true;
    return {};
  }
  block_size_ = 0;
  at_ = 0;
  entry_done_ = false;
  failure_.reset();
  if (compressed_) return Entry{"", true};
  // A hard link has no bytes of its own.
  const bool regular = archive_entry_filetype(entry) == AE_IFREG &&
                       !archive_entry_hardlink(entry);
  return Entry{name_of(entry), regular};
}

// Bytes behind the end that the decompressor did not want.
std::optional<std::string> Archive::check_end() {
  const auto used =
      static_cast<std::uint64_t>(archive_filter_bytes(archive_, -1));
  if (used >= given_ && from_.read(packed_.get(), 1) == 0) return {};
  return "what follows the compressed data is none";
}

void Archive::end_entry(int result) {
  entry_done_ = true;
  if (result != ARCHIVE_EOF) {
    failure_ = reason();
    broken_ = result == ARCHIVE_FATAL;
  } else if (compressed_) {
    failure_ = check_end();
  }
}

std::size_t Archive::read(char* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size && !entry_done_) {
    if (block_size_ == 0) {
      const void* block = nullptr;
      la_int64_t offset = 0;
      const int result =
          archive_read_data_block(archive_, &block, &block_size_, &offset);
      if (result != ARCHIVE_OK && result != ARCHIVE_WARN) {
        block_size_ = 0;
        end_entry(result);
        break;
      }
      block_ = static_cast<const char*>(block);
      block_at_ = static_cast<std::uint64_t>(offset);
      continue;
    }
    // Sparse files have holes between their blocks.
    const bool hole = at_ < block_at_;
    const std::size_t count = std::min<std::size_t>(
        size - done, hole ? block_at_ - at_ : block_size_);
    if (hole) {
      std::memset(to + done, 0, count);
    } else {
      std::memcpy(to + done, block_, count);
      block_ += count;
      block_at_ += count;
      block_size_ -= count;
    }
    at_ += count;
    done += count;
  }
  return done;
}

}  // namespace trunklift
