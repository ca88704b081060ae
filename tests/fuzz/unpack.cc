// Fuzz target: whatever inputs are packed in, from a file and from a pipe.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "require.h"
#include "source/format.h"
#include "source/input_names.h"
#include "source/input_streams.h"

namespace trunklift {
namespace {

using fuzz::require;

// What is read of an input, and of all; then they are left in the middle.
constexpr std::size_t most_of_one = std::size_t{1} << 20;
constexpr std::size_t most = std::size_t{1} << 22;
constexpr std::uint64_t expansion = 100;

// The bytes behind a file descriptor.
class Source {
public:
  Source(std::string_view bytes, bool pipe) {
    int ends[2] = {-1, -1};
    if (pipe) {
      require(::pipe2(ends, O_CLOEXEC) == 0, "there are pipes");
    } else {
      ends[0] = ends[1] = ::memfd_create("input", MFD_CLOEXEC);
      require(ends[0] >= 0, "there are files in memory");
    }
    // As much as fits into a pipe that nobody reads yet.
    const ssize_t written = ::write(ends[1], bytes.data(), bytes.size());
    require(written == static_cast<ssize_t>(bytes.size()), "all is written");
    if (pipe) ::close(ends[1]);
    file_ = ends[0];
  }
  ~Source() { ::close(file_); }
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

private:
  int file_;
};

// Reads in pieces of several sizes.
std::string read(ByteStream& stream) {
  std::string out;
  std::string piece(std::size_t{1} << 16, '\0');
  for (std::size_t size = 1; out.size() < most_of_one;
       size = std::min(size * 7, piece.size())) {
    const std::size_t got = stream.read(piece.data(), size);
    require(got <= size, "no more is read than there is room for");
    if (got == 0) {
      require(stream.read(piece.data(), size) == 0, "the end is the end");
      break;
    }
    out.append(piece, 0, got);
  }
  return out;
}

void check(std::string_view bytes, bool pipe) {
  const Source source(bytes, pipe);
  InputNames names;
  InputStreams streams({source.path()}, {expansion, {}}, names);
  const bool plain = format_of(bytes.substr(0, 512)) == Format::plain;
  std::size_t total = 0;
  std::uint32_t inputs = 0;
  while (total < most) {
    const auto input = streams.next();
    if (!input) break;
    require(input->input == inputs++, "inputs are named in their order");
    const std::string name = names.get(input->input).name;
    require(name.starts_with(source.path()), "a name starts with the file's",
            name);
    const std::string text = read(*input->stream);
    const auto failure = input->stream->failure();
    require(!failure || !failure->empty(), "a failure has a reason");
    if (plain) {
      require(text == bytes, "what is not packed is read as it is");
      require(!failure, "what is in memory can be read", failure.value_or(""));
    }
    total += text.size();
  }
  require(!plain || inputs == 1, "a plain file is one input");
  for (const InputProblem& problem : streams.problems()) {
    require(!problem.reason.empty(), "a problem has a reason", problem.name);
  }
}

}  // namespace
}  // namespace trunklift

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::size_t room_in_pipe = 65536;
  trunklift::check(bytes, size % 2 == 1 && size <= room_in_pipe);
  return 0;
}
