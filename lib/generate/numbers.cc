// Phone numbers and addresses that never repeat within a dump, from counters.
#include "generate/numbers.h"

#include "base/error.h"
#include "generate/random.h"

namespace trunklift::generate {
namespace {

constexpr std::uint16_t area_codes[] = {
    201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216,
    217, 218, 219, 224, 225, 226, 228, 229, 231, 234, 236, 239, 240, 248, 249,
    250, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 272, 276, 281, 289,
    301, 302, 303, 304, 305, 306, 307, 308, 309, 310, 312, 313, 314, 315, 316,
    317, 318, 319, 320, 321, 323, 325, 330, 331, 334, 336, 337, 339, 343, 346,
    347, 351, 352, 360, 361, 365, 385, 386, 401, 402, 403, 404, 405, 406, 407,
    408, 409, 410, 412, 413, 414, 415, 416, 417, 418, 419, 423, 424, 425, 430,
    431, 432, 434, 435, 437, 438, 440, 442, 443, 450, 458, 469, 470, 475, 478,
    479, 480, 484, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 512, 513,
    514, 515, 516, 517, 518, 519, 520, 530, 531, 534, 539, 540, 541, 548, 551,
    559, 561, 562, 563, 567, 570, 571, 573, 574, 575, 579, 580, 581, 585, 586,
    587, 601, 602, 603, 604, 605, 606, 607, 608, 609, 610, 612, 613, 614, 615,
    616, 617, 618, 619, 620, 623, 626, 630, 631, 636, 639, 641, 646, 647, 650,
    651, 657, 660, 661, 662, 667, 669, 678, 681, 682, 701, 702, 703, 704, 705,
    706, 707, 708, 709, 712, 713, 714, 715, 716, 717, 718, 719, 720, 724, 727,
    731, 732, 734, 737, 740, 747, 754, 757, 760, 762, 763, 765, 769, 770, 772,
    773, 774, 775, 778, 779, 780, 781, 785, 786, 801, 802, 803, 804, 805, 806,
    807, 808, 810, 812, 813, 814, 815, 816, 817, 818, 819, 828, 830, 831, 832,
    843, 845, 847, 848, 850, 856, 857, 858, 859, 860, 862, 863, 864, 865, 867,
    870, 872, 873, 878, 901, 902, 903, 904, 905, 906, 907, 908, 909, 910, 912,
    913, 914, 915, 916, 917, 918, 919, 920, 925, 928, 929, 931, 936, 937, 938,
    940, 941, 947, 949, 951, 952, 954, 956, 970, 971, 972, 973, 978, 979, 980,
    984, 985, 989};

// [2-9]XX without the service codes (N11) and the fictional 555.
constexpr std::size_t exchange_count = 8 * 100 - 8 - 1;
constexpr auto exchanges = [] {
  std::array<std::uint16_t, exchange_count> table{};
  std::size_t count = 0;
  for (std::uint16_t code = 200; code <= 999; ++code) {
    if (code % 100 == 11 || code == 555) continue;
    table[count++] = code;
  }
  return table;
}();

// Countries with ten national digits, and where their geographic ones begin.
struct Country {
  const char* prefix;
  std::uint64_t first;
};
constexpr Country countries[] = {{"+44", 1'000'000'000},
                                 {"+49", 2'000'000'000},
                                 {"+52", 2'200'000'000},
                                 {"+55", 1'100'000'000}};

constexpr std::uint32_t block_size = 10;
constexpr std::uint32_t blocks =
    std::size(area_codes) * exchange_count * (10'000 / block_size);
constexpr std::uint32_t half_bits = 14;
constexpr std::uint32_t half_mask = (1U << half_bits) - 1;
static_assert(blocks <= 1U << (2 * half_bits));

}  // namespace

NumberPlan::NumberPlan(std::uint64_t seed) {
  Random random(seed, Stream::numbers, 0);
  for (std::uint64_t& key : keys_) key = random.next();
}

std::uint64_t NumberPlan::capacity() {
  return std::uint64_t{blocks} * block_size;
}

// A Feistel network permutes the 28-bit figures; walking its cycle until we are
// back inside the plan makes that a permutation of the blocks.
std::uint32_t NumberPlan::block(std::uint32_t index) const {
  do {
    std::uint32_t left = index >> half_bits;
    std::uint32_t right = index & half_mask;
    for (const std::uint64_t key : keys_) {
      const auto scrambled =
          static_cast<std::uint32_t>(mixed(key + right)) & half_mask;
      const std::uint32_t old_left = left;
      left = right;
      right = old_left ^ scrambled;
    }
    index = left << half_bits | right;
  } while (index >= blocks);
  return index;
}

void NumberPlan::append(std::string& out, std::uint64_t counter) const {
  if (counter >= capacity()) {
    throw Error(Exit::usage, "generate", "more phone numbers",
                "the numbering plan is exhausted", "ask for fewer documents");
  }
  const std::uint32_t at = block(static_cast<std::uint32_t>(counter / 10));
  const std::uint64_t national = std::uint64_t{at} * 10 + counter % 10;
  const std::uint64_t dice = mixed(keys_[0] ^ at);
  if (dice % 50 == 0) {
    const Country& country = countries[(dice >> 32) % std::size(countries)];
    out += country.prefix;
    out += std::to_string(country.first + national);
    return;
  }
  const std::size_t exchange = at / 1000;
  const std::uint64_t digits =
      area_codes[exchange / exchange_count] * 10'000'000ULL +
      exchanges[exchange % exchange_count] * 10'000ULL + national % 10'000;
  out += "+1";
  out += std::to_string(digits);
}

std::string NumberPlan::number(std::uint64_t counter) const {
  std::string out;
  append(out, counter);
  return out;
}

std::string address(std::uint64_t seed, std::uint64_t counter) {
  // 10/8 first, then networks that are not announced: nobody's PBX is called.
  constexpr int networks[] = {10, 11, 21, 22, 26, 28, 29, 30};
  const std::uint64_t host =
      (counter * 0x9E3779B1U + (mixed(seed) & 0xFFFFFF)) & 0xFFFFFF;
  std::string out = std::to_string(networks[(counter >> 24) % 8]);
  for (int shift = 16; shift >= 0; shift -= 8) {
    out += '.';
    out += std::to_string(host >> shift & 255);
  }
  return out;
}

}  // namespace trunklift::generate
