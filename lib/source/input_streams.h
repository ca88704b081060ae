// The inputs of a run, opened one after the other, whatever they are wrapped
// in.
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
  std::uint32_t input = 0;  // index into the names
  std::unique_ptr<ByteStream> stream;
  std::uint32_t argument = 0;  // that it comes from: index
  // What it is wrapped in, from the outside: "gzip", "gzip, tar"; "" if plain.
  std::string packing = {};
};

// Used by one thread at a time. Nothing is opened, listed or held before it is
// needed: memory does not grow with the number of files.
class InputStreams {
public:
  // `arguments` as on the command line: files, directories, globs, "-".
  InputStreams(std::vector<std::string> arguments, InputLimits limits,
               InputNames& names);
  ~InputStreams();
  InputStreams(const InputStreams&) = delete;
  InputStreams& operator=(const InputStreams&) = delete;

  // The next file, or the next entry of the archive that is open; nothing at
  // the end. The stream before it is done with.
  std::optional<OpenInput> next();

  // What could not be found, opened or unpacked, so far; but for what became
  // of a stream that was handed out, which that says itself.
  const std::vector<InputProblem>& problems() const;

  // Globs that matched nothing and directories without files, so far.
  const std::vector<std::string>& unmatched() const;

  // The size of all inputs, as far as it is known without reading; else 0.
  std::uint64_t total_bytes() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace trunklift
