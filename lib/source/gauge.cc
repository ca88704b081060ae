// A small input may unpack to any multiple of its size.
#include "source/gauge.h"

#include <fmt/format.h>

namespace trunklift {

bool Gauge::is_exceeded() const {
  // Bytes. No input that unpacks to less is a bomb, however small it is.
  constexpr std::uint64_t harmless = std::uint64_t{256} << 20;
  return limit != 0 && unpacked > harmless &&
         unpacked / limit > file.consumed();
}

std::size_t Gauged::read(char* to, std::size_t size) {
  if (gauge_.is_exceeded()) return 0;
  const std::size_t got = from_.read(to, size);
  gauge_.unpacked += got;
  return got;
}

std::optional<std::string> Gauged::failure() const {
  if (!gauge_.is_exceeded()) return from_.failure();
  return fmt::format(
      "cut off at more than {} times its packed size, with all that follows",
      gauge_.limit);
}

}  // namespace trunklift
