// Opens the inputs of a run one after the other, and unpacks them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/byte_stream.h"
#include "source/input_limits.h"
#include "source/input_names.h"

namespace trunklift {

struct OpenInput {
  std::uint32_t input = 0;  // index into InputNames
  std::unique_ptr<ByteStream> stream;
  std::uint32_t argument = 0;  // index of the argument that it comes from
  // Its packings from the outside, as in "gzip, tar"; "" if it is not packed.
  std::string packing = {};
};

// Only one thread at a time may use it. It opens and lists nothing before it is
// needed, so memory does not grow with the number of files.
class InputStreams {
public:
  // `arguments` as on the command line: files, directories, globs, "-".
  InputStreams(std::vector<std::string> arguments, InputLimits limits,
               InputNames& names);
  ~InputStreams();
  InputStreams(const InputStreams&) = delete;
  InputStreams& operator=(const InputStreams&) = delete;

  // The next file, or the next entry of the open archive; nothing at the end.
  // The stream before it must not be used any more.
  std::optional<OpenInput> next();

  // Inputs that could not be found, opened or unpacked, so far. If a stream
  // that was handed out fails, the stream says so itself.
  const std::vector<InputProblem>& problems() const;

  // Globs that matched nothing and directories without files, so far.
  const std::vector<std::string>& unmatched() const;

  // The size of all inputs in bytes, or 0 if it is not known without reading
  // them.
  std::uint64_t total_bytes() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace trunklift
