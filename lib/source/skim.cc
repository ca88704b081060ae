// Looks at blocks of 64 bytes, with one bit for each byte.
#include "source/skim.h"

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace trunklift {
namespace {

constexpr std::size_t width = 64;

// One bit for each byte of a block, for each kind of character.
struct Block {
  std::uint64_t quotes = 0, backslashes = 0, newlines = 0, opens = 0,
                closes = 0;
};

#ifdef __SSE2__
Block look(const char* bytes) {
  Block out;
  for (unsigned i = 0; i < width; i += 16) {
    const __m128i at =
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    // [ and { differ in one bit; ] and } differ in the same one.
    const __m128i braces = _mm_or_si128(at, _mm_set1_epi8(0x20));
    const auto where = [i](__m128i chars, char c) {
      const auto mask = static_cast<unsigned>(
          _mm_movemask_epi8(_mm_cmpeq_epi8(chars, _mm_set1_epi8(c))));
      return std::uint64_t{mask} << i;
    };
    out.quotes |= where(at, '"');
    out.backslashes |= where(at, '\\');
    out.newlines |= where(at, '\n');
    out.opens |= where(braces, '{');
    out.closes |= where(braces, '}');
  }
  return out;
}
#else
Block look(const char* bytes) {
  Block out;
  for (unsigned i = 0; i < width; ++i) {
    const auto where = [&](char c) {
      return std::uint64_t{bytes[i] == c} << i;
    };
    out.quotes |= where('"');
    out.backslashes |= where('\\');
    out.newlines |= where('\n');
    out.opens |= where('{') | where('[');
    out.closes |= where('}') | where(']');
  }
  return out;
}
#endif

// The bytes that stand behind a backslash that is not escaped itself. `escaped`
// is 1 if the first byte is escaped; it is set to the same for the next block.
std::uint64_t escaped_bytes(std::uint64_t backslashes, std::uint64_t& escaped) {
  std::uint64_t out = escaped;
  escaped = 0;
  backslashes &= ~out;
  while (backslashes != 0) {
    const std::uint64_t lowest = backslashes & (~backslashes + 1);
    const std::uint64_t next = lowest << 1;
    if (next == 0) escaped = 1;
    out |= next;
    backslashes &= ~(lowest | next);
  }
  return out;
}

// Each bit becomes the parity of the bits up to and including it.
std::uint64_t parities(std::uint64_t bits) {
  for (unsigned shift = 1; shift < width; shift *= 2) bits ^= bits << shift;
  return bits;
}

// How many bits are set. std::popcount would be a function call, because the
// build is for the oldest x86-64 processors.
std::size_t count(std::uint64_t bits) {
  bits -= bits >> 1 & 0x5555555555555555;
  bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
  bits = (bits + (bits >> 4)) & 0x0F0F0F0F0F0F0F0F;
  return static_cast<std::size_t>(bits * 0x0101010101010101 >> 56);
}

}  // namespace

#ifdef __SSE2__
std::uint64_t count_newlines(std::string_view bytes) {
  constexpr std::size_t step = 16;
  constexpr std::size_t most_steps = 255;  // as many as a byte can count
  const __m128i newline = _mm_set1_epi8('\n');
  std::uint64_t found = 0;
  while (bytes.size() >= step) {
    const std::size_t steps = std::min(bytes.size() / step, most_steps);
    __m128i counts = _mm_setzero_si128();
    for (std::size_t i = 0; i < steps; ++i) {
      const __m128i at = _mm_loadu_si128(
          reinterpret_cast<const __m128i*>(bytes.data() + i * step));
      counts = _mm_sub_epi8(counts, _mm_cmpeq_epi8(at, newline));
    }
    const __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128());
    found += static_cast<std::uint64_t>(
        _mm_cvtsi128_si64(sums) +
        _mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
    bytes.remove_prefix(steps * step);
  }
  return found + static_cast<std::uint64_t>(
                     std::count(bytes.begin(), bytes.end(), '\n'));
}
#else
std::uint64_t count_newlines(std::string_view bytes) {
  return static_cast<std::uint64_t>(
      std::count(bytes.begin(), bytes.end(), '\n'));
}
#endif

Skim::Found Skim::run(std::string_view bytes) {
  char last[width];
  for (; at_ < bytes.size(); at_ += width) {
    const char* block = bytes.data() + at_;
    const std::size_t left = bytes.size() - at_;
    if (left < width) {
      std::memset(last, ' ', width);
      std::memcpy(last, block, left);
      block = last;
    }
    const Block seen = look(block);
    std::uint64_t escaped = escaped_;
    const std::uint64_t quotes =
        seen.quotes & ~escaped_bytes(seen.backslashes, escaped);
    const std::uint64_t in_string = parities(quotes) ^ in_string_;
    const std::uint64_t opens = seen.opens & ~in_string;
    std::uint64_t closes = seen.closes & ~in_string;
    std::size_t end = width;  // where the value ends in this block
    if (depth_ <= count(closes)) {
      // The value ends at the closing bracket in front of which all others are
      // closed.
      for (std::size_t closed = 1; closes != 0; ++closed) {
        const auto at = static_cast<unsigned>(std::countr_zero(closes));
        closes &= closes - 1;
        const std::uint64_t before = (std::uint64_t{1} << at) - 1;
        if (depth_ + count(opens & before) != closed) continue;
        end = at;
        break;
      }
    }
    for (std::uint64_t newlines = seen.newlines; newlines != 0;
         newlines &= newlines - 1) {
      const auto at = static_cast<unsigned>(std::countr_zero(newlines));
      if (at > end) break;
      if ((in_string >> at & 1) != 0) return Found::trouble;
      if (at_ + at + 1 == bytes.size()) return Found::more;
      const char next = bytes[at_ + at + 1];
      if (next == '{' || next == '[') return Found::trouble;
    }
    if (end < width) {
      at_ += end + 1;
      return Found::end;
    }
    if (left < width) return Found::more;
    depth_ += count(opens) - count(seen.closes & ~in_string);
    in_string_ = (in_string >> (width - 1)) != 0 ? ~std::uint64_t{0} : 0;
    escaped_ = escaped;
  }
  return Found::more;
}

}  // namespace trunklift
