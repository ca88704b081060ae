// What a rule's properties are called.
#include "model/rule.h"

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

std::string_view scope_name(Scope scope) {
  switch (scope) {
    case Scope::document: return "document";
    case Scope::account: return "account";
    case Scope::corpus: return "corpus";
  }
  return "";
}

std::string_view fix_name(Fix fix) {
  switch (fix) {
    case Fix::none: return "none";
    case Fix::safe: return "safe";
    case Fix::lossy: return "lossy";
  }
  return "";
}

}  // namespace trunklift
