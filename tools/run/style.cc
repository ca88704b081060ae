// What a stream can show: terminals and colour.
#include "run/style.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace trunklift {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

bool is_capable_terminal(int descriptor) {
  const std::string_view term = environment("TERM");
  return !term.empty() && term != "dumb" && isatty(descriptor) == 1;
}

bool use_color(When when, int descriptor) {
  if (when != When::automatic) return when == When::always;
  return environment("NO_COLOR").empty() && is_capable_terminal(descriptor);
}

}  // namespace trunklift
