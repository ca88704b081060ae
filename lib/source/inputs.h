// All inputs of a run: the sources that its arguments name, one after the
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

// Used by one thread at a time, but for the names. It outlives its batches.
class Inputs {
public:
  // `arguments` as on the command line; see SourceKind.
  Inputs(const std::vector<std::string>& arguments, const InputLimits& limits,
         const ReaderOptions& options);

  // The next batch, or nothing at the end of all inputs.
  std::optional<Batch> next();

  const InputNames& names() const { return names_; }
  // That of all sources.
  SourceStatus status() const;
  // 0 where that of one is not known.
  std::uint64_t total_bytes() const;

private:
  struct Opened {
    std::unique_ptr<Source> source;
    std::uint32_t first_argument;
  };

  InputNames names_;
  std::vector<Opened> sources_;
  std::size_t at_ = 0;              // the source that is read
  std::uint64_t batches_ = 0;       // so far
  std::uint64_t bytes_before_ = 0;  // of the sources before
  std::uint64_t bytes_ = 0;         // of all that was read
};

}  // namespace trunklift
