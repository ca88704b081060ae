// What libarchive unpacks: compressed streams, and archives with entries.
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

// One libarchive handle. A compressed stream is an archive with one entry that
// has no name. Reads the data of the entry that is open.
class Archive : public ByteStream {
public:
  // `format` is none of plain and gzip; `from`, and `file`, outlive this.
  // `file`: if the archive is a regular file, which makes zip exact; then it
  // is read, from its start.
  Archive(Format format, ByteStream& from, FileStream* file);
  ~Archive() override;
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  struct Entry {
    std::string name;
    bool is_regular = false;
    bool has_bytes = false;  // though it may not be regular
  };
  // The next entry; nothing at the end, see `damage`. Of a compressed stream
  // nothing, too, if there is nothing in it.
  std::optional<Entry> next();
  // Why there are no more entries; nothing if all were there.
  const std::optional<std::string>& damage() const { return damage_; }

  std::size_t read(char* to, std::size_t size) override;
  std::optional<std::string> failure() const override { return failure_; }
  std::uint64_t consumed() const override { return from_.consumed(); }

private:
  // What libarchive calls to read and seek.
  struct Callbacks;

  void note(std::size_t size);
  std::string reason() const;
  void end_entry(int result);
  std::optional<std::string> check_end();
  std::optional<std::string> check_archive_end();

  ByteStream& from_;
  FileStream* file_;
  const Format format_;
  const bool compressed_;  // no archive
  struct archive* archive_;
  std::unique_ptr<char[]> packed_;
  std::uint64_t given_ = 0;  // bytes to libarchive
  std::uint64_t zeros_ = 0;  // at the end of these
  std::string tail_;         // of these, see zip_problem
  std::uint64_t entries_ = 0;
  std::uint64_t window_ = 0;  // of the first frame of zstd, in bytes

  const char* block_ = nullptr;  // of the entry
  std::size_t block_size_ = 0;
  std::uint64_t block_at_ = 0, at_ = 0;  // in the entry
  bool entry_done_ = true;
  bool broken_ = false;  // nothing more can be read
  std::optional<std::string> failure_, damage_;
};

}  // namespace trunklift
