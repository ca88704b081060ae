// Unnamed temporary files, for what does not fit into memory.
#pragma once

#include <cstddef>
#include <cstdint>

namespace trunklift {

// In TMPDIR, or else in /tmp; gone when it is closed, however the process ends.
// Throws Error(target).
class TempFile {
public:
  TempFile();
  ~TempFile();
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  void append(const void* data, std::size_t size);
  void read(std::uint64_t offset, void* out, std::size_t size) const;
  std::uint64_t size() const { return size_; }
  // The descriptor, which the caller closes; this is done with.
  int release();

private:
  int file_;
  std::uint64_t size_ = 0;
};

// Zeroed memory, of the process or of an unnamed temporary file, which the
// system may write out when memory gets scarce. Throws Error(target).
class Mapping {
public:
  enum class Backing : std::uint8_t { memory, file };

  Mapping() = default;
  Mapping(std::size_t bytes, Backing backing);
  ~Mapping();
  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&& other) noexcept;

  void* data() const { return data_; }
  std::size_t size() const { return size_; }
  Backing backing() const { return backing_; }

private:
  void* data_ = nullptr;
  std::size_t size_ = 0;
  Backing backing_ = Backing::memory;
};

}  // namespace trunklift
