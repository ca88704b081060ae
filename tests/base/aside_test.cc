// Calls that may not come back.
#include "base/aside.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>

namespace trunklift {
namespace {

using namespace std::chrono_literals;

TEST_CASE("what is run aside returns or throws as ever") {
  const auto never = [] { return false; };
  CHECK(run_aside<std::string>([] { return std::string("done"); }, never) ==
        "done");
  CHECK_THROWS_WITH(
      run_aside<int>([]() -> int { throw std::runtime_error("failed"); },
                     never),
      "failed");
}

TEST_CASE("what does not come back is left alone") {
  const auto ended = std::make_shared<std::atomic<bool>>(false);
  const auto let_go = std::make_shared<std::atomic<bool>>(false);
  const auto start = std::chrono::steady_clock::now();
  const auto result = run_aside<int>(
      [=] {
        while (!*let_go) std::this_thread::sleep_for(1ms);
        *ended = true;
        return 1;
      },
      [&] { return std::chrono::steady_clock::now() - start > 20ms; });
  CHECK_FALSE(result);
  CHECK_FALSE(*ended);
  *let_go = true;
  while (!*ended) std::this_thread::sleep_for(1ms);
}

}  // namespace
}  // namespace trunklift
