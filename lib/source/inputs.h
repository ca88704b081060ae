// All inputs of a run. It asks the sources of the arguments one after the
// other.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/batch.h"
#include "source/input_limits.h"
#include "source/input_names.h"
#include "source/reader.h"
#include "source/source.h"

namespace trunklift {

// Only one thread at a time may use it, except for the names. It must outlive
// its batches.
class Inputs {
public:
  // `arguments` as on the command line; see SourceKind.
  Inputs(const std::vector<std::string>& arguments, const InputLimits& limits,
         const ReaderOptions& options);

  // The next batch, or nothing at the end of all inputs.
  std::optional<Batch> next();

  const InputNames& names() const { return names_; }
  // The status of all sources together.
  SourceStatus status() const;
  // The size of all inputs in bytes, or 0 if the size of any source is not
  // known.
  std::uint64_t total_bytes() const;

private:
  struct Opened {
    std::unique_ptr<Source> source;
    std::uint32_t first_argument;
  };

  InputNames names_;
  std::vector<Opened> sources_;
  std::size_t at_ = 0;              // index of the current source
  std::uint64_t batches_ = 0;       // of the sources before
  std::uint64_t bytes_before_ = 0;  // bytes of the sources before
  std::uint64_t bytes_ = 0;         // of all sources so far
};

}  // namespace trunklift
