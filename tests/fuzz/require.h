// What the fuzz targets share: how they say that something does not hold.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace trunklift::fuzz {

// Ends the process, which is how libFuzzer is told.
inline void require(bool holds, std::string_view what,
                    std::string_view about = {}) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %.*s: %.*s\n",
               static_cast<int>(what.size()), what.data(),
               static_cast<int>(about.size()), about.data());
  std::abort();
}

}  // namespace trunklift::fuzz
