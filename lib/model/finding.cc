// Names of severities and effects.
#include "model/finding.h"

namespace trunklift {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "";
}

std::string_view effect_name(Effect effect) {
  switch (effect) {
    case Effect::none: return "none";
    case Effect::rewrite: return "rewrite";
    case Effect::drop: return "drop";
    case Effect::block: return "block";
  }
  return "";
}

}  // namespace trunklift
