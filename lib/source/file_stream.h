// The bytes of a file, a pipe or standard input.
#pragma once

#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "source/byte_stream.h"

namespace trunklift {

class FileStream : public ByteStream {
public:
  // Opens a file; "-" is standard input. Does not wait for the writer of a
  // pipe. Returns nullptr and sets errno if the file cannot be opened.
  static std::unique_ptr<FileStream> open(const std::string& path);
  // Copies `from`, as far as it can be read, to an unnamed temporary file.
  // Throws Error(target) if there is no room for it.
  static std::unique_ptr<FileStream> copy_of(ByteStream& from);
  ~FileStream() override;
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  // Fills `to`; from a pipe, returns what has come. Returns 0 when the process
  // is asked to stop.
  std::size_t read(char* to, std::size_t size) override;
  std::optional<std::string> failure() const override { return failure_; }
  std::uint64_t consumed() const override {
    return std::min(consumed_.load(), most_.load());
  }

  const struct stat& status() const { return status_; }
  bool is_regular() const { return S_ISREG(status_.st_mode); }

  // Like lseek(2). Only for regular files.
  std::int64_t seek(std::int64_t offset, int whence);
  // Goes to the start, as if nothing had been read. Only for regular files.
  void rewind();

  // Any thread may call this. It ends waits for bytes, because they are not
  // needed any more.
  void abandon() { abandoned_ = true; }

private:
  FileStream(int file, const struct stat& status);
  bool wait() const;
  bool lost_bytes() const;

  int file_;
  struct stat status_;
  std::atomic<std::uint64_t> consumed_ = 0;
  // The limit of `consumed`: after a seek, bytes may be read twice but count
  // once.
  std::atomic<std::uint64_t> most_ = std::numeric_limits<std::uint64_t>::max();
  std::atomic<bool> abandoned_ = false;
  bool sought_ = false;
  std::optional<std::string> failure_;
};

}  // namespace trunklift
