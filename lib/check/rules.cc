// The rows of rules.def.
#include "check/rules.h"

namespace trunklift::rule {

#define RULE(name, ...) const Rule name{__VA_ARGS__};
#include "check/rules.def"
#undef RULE

namespace {
const Rule* const all[] = {
#define RULE(name, ...) &name,
#include "check/rules.def"
#undef RULE
};
}  // namespace

std::span<const Rule* const> builtin() { return all; }

}  // namespace trunklift::rule
