// Memory that is given back.
#include "base/give_back.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace trunklift {
namespace {

TEST_CASE("what is given back is held no more") {
  std::vector<int> numbers(1000);
  give_back(numbers);
  CHECK(numbers.empty());
  CHECK(numbers.capacity() == 0);
  std::string text(1000, 'x');
  give_back(text);
  CHECK(text.empty());
  CHECK(text.capacity() < 100);
}

}  // namespace
}  // namespace trunklift
