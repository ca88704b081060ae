// What the platform's search through number, server and account finds and
// passes over (Kazoo 4), in a document as it was written.
#pragma once

#include <array>

#include "check/rule.h"

namespace trunklift::rules {

// Those that the schema wants as numbers or booleans.
inline constexpr std::array<Key, 4> typed_settings = {
    "timeout", "delay", "progress_timeout", "ignore_early_media"};

// Passed over, though it is meant to do something.
inline bool is_skipped(const Value* setting) {
  if (!setting) return false;
  if (setting->is(Type::boolean)) return setting->truth;
  return setting->is_number() && setting->number_text() != "0";
}

// Text: what ends the search.
inline bool is_found(const Value* setting) {
  return setting && !setting->string_or_empty().empty();
}

// The SIP headers of a level, if calls may have them: an object of some.
inline const Value* headers_of(const Value* level) {
  const Value* out = child(level, "sip_headers");
  return out && out->is(Type::object) && out->size > 0 ? out : nullptr;
}

}  // namespace trunklift::rules
