// Reads of a few bytes each come from blocks, and say what the file says.
#include "base/file_blocks.h"

#include <catch2/catch.hpp>
#include <random>
#include <string>

namespace trunklift {
namespace {

std::string random_bytes(std::mt19937& random, std::size_t size) {
  std::string out(size, '\0');
  for (char& byte : out) byte = static_cast<char>(random());
  return out;
}

TEST_CASE("reads anywhere say what the file says, while it grows") {
  std::mt19937 random(11);
  TempFile file;
  FileBlocks blocks;
  std::string expected;
  // More than all blocks together hold, and never whole blocks.
  for (int round = 0; round < 40; ++round) {
    const std::string more = random_bytes(random, 20'011);
    file.append(more.data(), more.size());
    expected += more;
    for (int i = 0; i < 500; ++i) {
      // Some at the end, some longer than a block.
      const std::size_t size = i % 50 == 0 ? 5000 : 1 + random() % 200;
      const std::size_t last = expected.size() - size;
      const std::size_t at = i % 5 == 0 ? last : random() % (last + 1);
      std::string read(size, '\0');
      blocks.read(file, at, read.data(), size);
      INFO("round " << round << ", " << size << " bytes at " << at);
      REQUIRE((read == expected.substr(at, size)));
    }
  }
}

}  // namespace
}  // namespace trunklift
