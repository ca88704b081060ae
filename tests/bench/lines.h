// Hands out the lines of a file to threads, as cheaply as it can be done: a
// block at a time from the page cache into a buffer that stays in the cache of
// the core, and whoever is done takes the next block.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace trunklift::bench {

class File {
public:
  explicit File(const char* path) : file_(::open(path, O_RDONLY | O_CLOEXEC)) {
    struct stat status {};
    if (file_ < 0 || ::fstat(file_, &status) != 0) {
      throw std::runtime_error(std::string("cannot read ") + path);
    }
    size_ = static_cast<std::size_t>(status.st_size);
  }
  ~File() { ::close(file_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // All of [begin, begin + size), as far as the file goes.
  std::size_t read(char* to, std::size_t begin, std::size_t size) const {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = ::pread(file_, to + done, size - done,
                                  static_cast<off_t>(begin + done));
      if (got < 0) throw std::runtime_error("cannot read");
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }
  std::size_t size() const { return size_; }
  // The start of a block that nobody had before.
  std::size_t take(std::size_t block) { return next_.fetch_add(block); }

private:
  int file_;
  std::size_t size_ = 0;
  std::atomic<std::size_t> next_ = 0;
};

// Calls `use(line, offset)` with every line that is not empty and starts in a
// block that this thread got hold of. The line may be written to, as may the
// byte after it; `padding` bytes behind it may be read.
template <typename Use>
void for_each_line(File& file, std::size_t padding, Use use) {
  constexpr std::size_t block = 1 << 20;
  constexpr std::size_t more = 16 << 10;
  std::vector<char> buffer(block + more + padding);
  for (std::size_t at = file.take(block); at < file.size();
       at = file.take(block)) {
    // One byte before the block tells whether a line starts with it.
    const std::size_t begin = at == 0 ? 0 : at - 1;
    const std::size_t own = std::min(at + block, file.size()) - begin;
    std::size_t size = file.read(buffer.data(), begin, own);
    std::size_t line = 0;
    if (at > 0) {
      line = std::string_view(buffer.data(), size).find('\n');
      if (line++ == std::string_view::npos) continue;
    }
    while (line < own) {
      const auto* end = static_cast<const char*>(
          std::memchr(buffer.data() + line, '\n', size - line));
      if (!end && begin + size < file.size()) {  // the last line goes on
        if (buffer.size() < size + more + padding) {
          buffer.resize(2 * buffer.size());
        }
        size += file.read(buffer.data() + size, begin + size, more);
        continue;
      }
      const std::size_t stop =
          end ? static_cast<std::size_t>(end - buffer.data()) : size;
      if (stop > line) use(buffer.data() + line, stop - line, begin + line);
      line = stop + 1;
    }
  }
}

}  // namespace trunklift::bench
