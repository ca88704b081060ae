// Random figures that are the same on every machine and standard library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace trunklift::generate {

// The finalizer of splitmix64: a bijection that mixes well.
constexpr std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

// What a stream of random figures is for: streams do not disturb one another,
// so that flaws, say, leave the sound documents as they are.
enum class Stream : std::uint64_t { account, document, flaw, other, numbers };

// splitmix64, seeded for one thing of the dump.
class Random {
public:
  Random(std::uint64_t seed, Stream stream, std::uint64_t index)
      : state_(mixed(
            mixed(seed + golden * (static_cast<std::uint64_t>(stream) + 1)) +
            golden * index)) {}

  std::uint64_t next() {
    state_ += golden;
    return mixed(state_);
  }

  // 0 .. count - 1; `count` is not 0. Multiply and shift: as good as even.
  std::uint32_t below(std::size_t count) {
    return static_cast<std::uint32_t>(
        ((next() >> 32) * static_cast<std::uint64_t>(count)) >> 32);
  }
  std::uint32_t between(std::uint32_t low, std::uint32_t high) {
    return low + below(high - low + 1);
  }
  bool percent(std::uint32_t share) { return below(100) < share; }

  template <class Table>
  const auto& pick(const Table& table) {
    return table[below(std::size(table))];
  }

private:
  static constexpr std::uint64_t golden = 0x9E3779B97F4A7C15U;
  std::uint64_t state_;
};

// A range of figures and how often it is drawn, relative to its neighbours.
struct Bucket {
  std::uint32_t weight;
  std::uint32_t low;
  std::uint32_t high;
};

inline std::uint32_t draw(Random& random, std::span<const Bucket> buckets) {
  std::uint32_t total = 0;
  for (const Bucket& bucket : buckets) total += bucket.weight;
  std::uint32_t at = random.below(total);
  for (const Bucket& bucket : buckets) {
    if (at < bucket.weight) return random.between(bucket.low, bucket.high);
    at -= bucket.weight;
  }
  return 0;
}

}  // namespace trunklift::generate
