// The stages that a document goes through.
#pragma once

#include <cstdint>
#include <string_view>

namespace trunklift {

// Where a document was rejected.
enum class Stage : std::uint8_t { parse, identify, check, bind, load };

constexpr std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::parse: return "parse";
    case Stage::identify: return "identify";
    case Stage::check: return "check";
    case Stage::bind: return "bind";
    case Stage::load: return "load";
  }
  return "";
}

}  // namespace trunklift
