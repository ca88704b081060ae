// The interface to sources of documents. Each kind of source is one file and
// one line in sources.def.
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

// What a source knows about the inputs that it has read so far.
struct SourceStatus {
  // Inputs that could not be found, opened, unpacked or read to their ends.
  std::vector<InputProblem> problems;
  // Patterns that matched nothing and directories without files.
  std::vector<std::string> unmatched;
  // Inputs in which neither a document nor anything wrong was found, and inputs
  // that list ids instead of documents.
  Reader::Empty empty, ids_only;
  // The inputs behind the last batch; set after the last batch.
  std::vector<InputProgress> rest;
};

// Only one thread at a time may use it. It must outlive its batches.
class Source {
public:
  virtual ~Source() = default;
  // The next batch of whole documents, or nothing at the end. Batches are
  // numbered from 0, and their bytes and arguments count from the first
  // argument of this source. An input that cannot be read is a problem in the
  // status; this throws nothing for it.
  virtual std::optional<Batch> next() = 0;
  virtual SourceStatus status() const = 0;
  // The size of all its inputs in bytes, or 0 if it is not known without
  // reading them.
  virtual std::uint64_t total_bytes() const = 0;
};

struct SourceRequest {
  std::vector<std::string> arguments;  // as on the command line
  InputLimits limits;
  ReaderOptions reader;
  InputNames& names;  // the source adds to it; outlives the source
};

struct SourceKind {
  // As in "couchdb" for couchdb://HOST. The kind with "" gets all arguments
  // that no other kind takes.
  std::string_view scheme;
  std::unique_ptr<Source> (*open)(const SourceRequest& request);
};

// The rows of sources.def.
std::span<const SourceKind> source_kinds();
const SourceKind& source_kind_of(std::string_view argument);

}  // namespace trunklift
