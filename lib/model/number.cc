// The platform's own number normalization (its default converters).
#include "model/number.h"

#include "base/text.h"

namespace trunklift {
namespace {

bool is_2_to_9(char c) { return c >= '2' && c <= '9'; }

// NXX NXX XXXX, all digits known to be digits.
bool is_nanp(std::string_view digits) {
  return digits.size() == 10 && is_2_to_9(digits[0]) && is_2_to_9(digits[3]);
}

}  // namespace

std::string normalized_number(std::string_view dialled) {
  const std::string plus = "+";
  if (!all_digits(dialled)) return std::string(dialled);
  if (is_nanp(dialled)) return plus + "1" + std::string(dialled);
  if (dialled[0] == '1' && is_nanp(dialled.substr(1))) {
    return plus + std::string(dialled);
  }
  for (const std::string_view prefix : {"011", "00"}) {
    if (dialled.starts_with(prefix) && dialled.size() >= prefix.size() + 5) {
      return plus + std::string(dialled.substr(prefix.size()));
    }
  }
  if (dialled.size() >= 8 && is_2_to_9(dialled[0])) {
    return plus + std::string(dialled);
  }
  return std::string(dialled);
}

std::string without_separators(std::string_view number) {
  std::string out;
  for (const char c : number) {
    if (std::string_view(" ()-./").find(c) == std::string_view::npos) out += c;
  }
  return out;
}

bool is_plus_number(std::string_view number) {
  return number.size() >= 2 && number.size() <= 16 && number[0] == '+' &&
         all_digits(number.substr(1));
}

}  // namespace trunklift
