// Feeds libarchive by callbacks, and looks for damage that it passes over.
#include "source/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "source/zip_check.h"

namespace trunklift {
namespace {

constexpr std::size_t packed_block = std::size_t{1} << 18;

// Lets libarchive use only the format that the first bytes announced.
void allow(struct archive* archive, Format format) {
  switch (format) {
    case Format::tar:
      archive_read_support_format_tar(archive);
      // "cat a.tar b.tar" makes a file with both archives.
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

// How many bytes of memory it takes to unpack the frame of zstd that starts at
// `head`, as its header says; 0 if it does not say so. Source: RFC 8878,
// 3.1.1.1.
std::uint64_t zstd_window(std::string_view head) {
  constexpr std::size_t longest = 18;
  if (head.size() < longest || !head.starts_with("\x28\xB5\x2F\xFD")) return 0;
  const auto byte = [&](std::size_t at) {
    return std::uint64_t{static_cast<unsigned char>(head[at])};
  };
  const std::uint64_t descriptor = byte(4);
  if ((descriptor & 0x20) == 0) {
    const std::uint64_t base = std::uint64_t{1} << (10 + (byte(5) >> 3));
    return base + base / 8 * (byte(5) & 7);
  }
  // The frame is one segment, so the unpacked size counts. If it is large, it
  // has 4 or 8 bytes.
  const std::size_t dictionary = (std::size_t{1} << (descriptor & 3)) >> 1;
  const std::size_t size = std::size_t{1} << (descriptor >> 6);
  std::uint64_t out = 0;
  for (std::size_t i = size; i-- > 0;)
    out = out << 8 | byte(5 + dictionary + i);
  return out;
}

std::string name_of(archive_entry* entry) {
  // The first function fails for names that are not Unicode, the second for
  // names that the locale cannot express.
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
    mine.note(got);
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
      format_(format),
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
  // If a decompressor fails at once, libarchive sets an error text and returns
  // an empty stream.
  if (archive_read_open1(archive_) != ARCHIVE_OK ||
      (compressed_ && archive_error_string(archive_))) {
    broken_ = true;
    damage_ = reason();
  }
}

// Notes what the checks at the end need to know of the packed bytes in
// `packed_`.
void Archive::note(std::size_t size) {
  const std::string_view block(packed_.get(), size);
  if (given_ == 0) window_ = zstd_window(block);
  given_ += size;
  const std::size_t last = block.find_last_not_of('\0');
  zeros_ = last == std::string_view::npos ? zeros_ + size : size - 1 - last;
  if (format_ != Format::zip || file_) return;
  tail_ += block;
  if (tail_.size() > zip_tail) tail_.erase(0, tail_.size() - zip_tail);
}

Archive::~Archive() { archive_read_free(archive_); }

std::string Archive::reason() const {
  const char* text = archive_error_string(archive_);
  if (!text) return "damaged";
  constexpr std::string_view too_large = "too much memory";
  if (std::string_view(text).find(too_large) == std::string_view::npos) {
    return text;
  }
  return format_ == Format::zstd && window_ > 0
             ? fmt::format(
                   "it needs {} MiB of memory to be unpacked, the "
                   "limit is 128 (zstd --long=27)",
                   window_ >> 20)
             : std::string(text) + " (the limit is 128 MiB, zstd --long=27)";
}

std::optional<Archive::Entry> Archive::next() {
  if (broken_) return {};
  archive_entry* entry = nullptr;
  const int result = archive_read_next_header(archive_, &entry);
  if (result == ARCHIVE_EOF) {
    if (!damage_) damage_ = compressed_ ? check_end() : check_archive_end();
    broken_ = damage_.has_value();
    return {};
  }
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
  ++entries_;
  // A hard link has no data of its own.
  const bool regular = archive_entry_filetype(entry) == AE_IFREG &&
                       !archive_entry_hardlink(entry);
  const auto type = archive_entry_filetype(entry);
  return Entry{name_of(entry), regular,
               type != AE_IFREG && archive_entry_size(entry) > 0 &&
                   (type != AE_IFDIR || format_ == Format::zip)};
}

// Reads the archive to its end and says what is missing from it, if anything.
std::optional<std::string> Archive::check_archive_end() {
  while (const std::size_t got = from_.read(packed_.get(), packed_block)) {
    note(got);
  }
  if (const auto failure = from_.failure()) return failure;
  if (format_ == Format::tar) {
    constexpr std::uint64_t mark = 512;
    if (zeros_ >= mark) return {};
    return "the tar archive is cut short: what marks its end is missing";
  }
  return file_ ? zip_problem(*file_) : zip_problem(tail_, given_, entries_);
}

// Says so if the decompressor left bytes unread at the end.
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
      if (result != ARCHIVE_OK) {
        block_size_ = 0;
        end_entry(result);
        break;
      }
      block_ = static_cast<const char*>(block);
      block_at_ = static_cast<std::uint64_t>(offset);
      continue;
    }
    // A sparse file has holes between its blocks.
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
