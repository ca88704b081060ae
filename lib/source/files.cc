// The source for files, directories, patterns, archives and standard input.
#include <utility>

#include "source/input_streams.h"
#include "source/reader.h"
#include "source/source.h"

namespace trunklift {
namespace {

class Files : public Source {
public:
  explicit Files(const SourceRequest& request)
      : streams_(request.arguments, request.limits, request.names),
        reader_(streams_, request.names, request.reader) {}

  std::optional<Batch> next() override { return reader_.next(); }

  SourceStatus status() const override {
    SourceStatus out{streams_.problems(), streams_.unmatched(), reader_.empty(),
                     reader_.ids_only(), reader_.rest()};
    out.problems.insert(out.problems.end(), reader_.problems().begin(),
                        reader_.problems().end());
    return out;
  }

  std::uint64_t total_bytes() const override { return streams_.total_bytes(); }

private:
  InputStreams streams_;
  Reader reader_;
};

}  // namespace

std::unique_ptr<Source> open_files_source(const SourceRequest& request) {
  return std::make_unique<Files>(request);
}

}  // namespace trunklift
