// Where documents come from: one file a kind of source, one line in
// sources.def.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "source/batch.h"
#include "source/input_limits.h"
#include "source/input_names.h"
#include "source/reader.h"

namespace trunklift {

// What is known of the inputs of a source that were read so far.
struct SourceStatus {
  // What could not be found, opened, unpacked or read to its end.
  std::vector<InputProblem> problems;
  // Patterns that matched nothing and directories without files.
  std::vector<std::string> unmatched;
  // Inputs in which nothing was found and nothing is wrong; and those that list
  // ids in place of documents.
  Reader::Empty empty, ids_only;
  // The inputs behind the last batch, once there are no more batches.
  std::vector<InputProgress> rest;
};

// Used by one thread at a time. It outlives its batches.
class Source {
public:
  virtual ~Source() = default;
  // The next batch of whole documents, or nothing at the end. Batches count
  // from 0, their bytes and arguments from the first of the source. What cannot
  // be read is a problem and throws nothing.
  virtual std::optional<Batch> next() = 0;
  virtual SourceStatus status() const = 0;
  // The size of all its inputs in bytes, as far as it is known without reading;
  // else 0.
  virtual std::uint64_t total_bytes() const = 0;
};

struct SourceRequest {
  std::vector<std::string> arguments;  // as on the command line
  InputLimits limits;
  ReaderOptions reader;
  InputNames& names;  // outlives the source, which adds to it
};

struct SourceKind {
  // "couchdb", as in couchdb://HOST; "" takes all that no other kind does.
  std::string_view scheme;
  std::unique_ptr<Source> (*open)(const SourceRequest& request);
};

// The rows of sources.def.
std::span<const SourceKind> source_kinds();
const SourceKind& source_kind_of(std::string_view argument);

}  // namespace trunklift
