// Phone numbers and addresses that never repeat within a dump, from counters.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace trunklift::generate {

// A bijection from a counter to E.164 numbers, a different one for each seed.
// Ten neighbours share a block ("+1415867790x"), as carriers hand them out.
// About two in a hundred are international.
class NumberPlan {
public:
  explicit NumberPlan(std::uint64_t seed);

  // How many numbers there are.
  static std::uint64_t capacity();

  // Appends number `counter`, "+14158677901"; throws Error at the capacity.
  void append(std::string& out, std::uint64_t counter) const;
  std::string number(std::uint64_t counter) const;

private:
  std::uint32_t block(std::uint32_t index) const;

  std::array<std::uint64_t, 4> keys_;
};

// IPv4 address number `counter` in dotted form; repeats after 8 * 2^24.
std::string address(std::uint64_t seed, std::uint64_t counter);

}  // namespace trunklift::generate
