// The table of sources.def.
#include "source/source.h"

#include <algorithm>
#include <array>

namespace trunklift {

#define SOURCE(name, scheme) \
  std::unique_ptr<Source> open_##name##_source(const SourceRequest& request);
#include "source/sources.def"
#undef SOURCE

std::span<const SourceKind> source_kinds() {
  static constexpr std::array kinds = {
#define SOURCE(name, scheme) SourceKind{scheme, &open_##name##_source},
#include "source/sources.def"
#undef SOURCE
  };
  return kinds;
}

const SourceKind& source_kind_of(std::string_view argument) {
  const std::size_t end = argument.find("://");
  const std::string_view scheme =
      end == std::string_view::npos ? "" : argument.substr(0, end);
  const std::span<const SourceKind> kinds = source_kinds();
  const auto has = [&](std::string_view wanted) {
    return std::find_if(
        kinds.begin(), kinds.end(),
        [&](const SourceKind& kind) { return kind.scheme == wanted; });
  };
  const auto found = has(scheme);
  return found == kinds.end() ? *has("") : *found;
}

}  // namespace trunklift
