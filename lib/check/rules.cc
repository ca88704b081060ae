// The rules that the stages themselves report under.
#include "check/rules.h"

namespace trunklift::rule {

#define RULE(name, id, slug, severity, effect, summary) \
  const Rule name{id, slug, Severity::severity, Effect::effect, summary};
#include "check/rules.def"
#undef RULE

namespace {
const Rule* const all[] = {
#define RULE(name, id, slug, severity, effect, summary) &name,
#include "check/rules.def"
#undef RULE
};
}  // namespace

std::span<const Rule* const> builtin() { return all; }

}  // namespace trunklift::rule
