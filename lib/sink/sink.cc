// The table of targets.
#include "sink/sink.h"

#include <algorithm>

namespace trunklift {

#define SINK(scheme, place) \
  std::unique_ptr<Sink> open_##scheme##_sink(const SinkRequest& request);
#include "sink/sinks.def"
#undef SINK

namespace {
const SinkKind kinds[] = {
#define SINK(scheme, place) {#scheme, place, open_##scheme##_sink},
#include "sink/sinks.def"
#undef SINK
};
}  // namespace

std::span<const SinkKind> sink_kinds() { return kinds; }

const SinkKind* find_sink_kind(std::string_view scheme) {
  const auto* found =
      std::find_if(std::begin(kinds), std::end(kinds),
                   [&](const SinkKind& kind) { return kind.scheme == scheme; });
  return found == std::end(kinds) ? nullptr : found;
}

}  // namespace trunklift
