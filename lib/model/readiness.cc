// A finding's severity and effect decide, and whether its rule has a repair.
#include "model/readiness.h"

namespace trunklift {

std::string_view ready_name(Ready ready) {
  switch (ready) {
    case Ready::clean: return "clean";
    case Ready::fixable: return "fixable";
    case Ready::lossy: return "lossy";
    case Ready::blocked: return "blocked";
  }
  return "";
}

Ready ready_after(const Finding& finding) {
  if (finding.severity == Severity::info) return Ready::clean;
  switch (finding.effect) {
    case Effect::none: return Ready::clean;
    case Effect::rewrite: return Ready::fixable;
    case Effect::drop:
      return finding.rule->fix == Fix::safe ? Ready::fixable : Ready::lossy;
    case Effect::block:
      return finding.rule->fix == Fix::safe    ? Ready::fixable
             : finding.rule->fix == Fix::lossy ? Ready::lossy
                                               : Ready::blocked;
  }
  return Ready::clean;
}

}  // namespace trunklift
