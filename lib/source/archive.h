// Unpacks compressed streams and archives with libarchive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "source/byte_stream.h"
#include "source/file_stream.h"
#include "source/format.h"

struct archive;

namespace trunklift {

// One compressed stream or archive. A compressed stream counts as an archive
// with one entry that has no name. As a ByteStream, this reads the data of the
// entry that `next` returned last.
class Archive : public ByteStream {
public:
  // `format` is neither plain nor gzip. If the archive is a regular file, give
  // it as `file`: it is then read from its start in place of `from`, and zip
  // entries come from the archive's directory. Both outlive this.
  Archive(Format format, ByteStream& from, FileStream* file);
  ~Archive() override;
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  struct Entry {
    std::string name;
    bool is_regular = false;
    // The entry has data. If it is not a regular file, nothing reads the data.
    bool has_bytes = false;
  };
  // The next entry. Returns nothing at the end, at damage, and for a compressed
  // stream without contents.
  std::optional<Entry> next();
  // Why there are no more entries, for people; nothing if the archive is whole.
  const std::optional<std::string>& damage() const { return damage_; }

  std::size_t read(char* to, std::size_t size) override;
  std::optional<std::string> failure() const override { return failure_; }
  std::uint64_t consumed() const override { return from_.consumed(); }

private:
  // Functions that libarchive calls to read and seek.
  struct Callbacks;

  void note(std::size_t size);
  std::string reason() const;
  void end_entry(int result);
  std::optional<std::string> check_end();
  std::optional<std::string> check_archive_end();

  ByteStream& from_;
  FileStream* file_;
  const Format format_;
  const bool compressed_;  // a compressed stream, no archive
  struct archive* archive_;
  std::unique_ptr<char[]> packed_;
  std::uint64_t given_ = 0;  // packed bytes read so far
  std::uint64_t zeros_ = 0;  // how many of the last ones are NUL
  std::string tail_;         // the last ones, see zip_problem
  std::uint64_t entries_ = 0;
  std::uint64_t window_ = 0;  // memory for the first frame of zstd, or 0

  const char* block_ = nullptr;  // of the entry's data
  std::size_t block_size_ = 0;
  // Offsets in the entry: of `block_`, and of the next byte to read.
  std::uint64_t block_at_ = 0, at_ = 0;
  bool entry_done_ = true;
  bool broken_ = false;  // nothing more can be read
  std::optional<std::string> failure_, damage_;
};

}  // namespace trunklift
