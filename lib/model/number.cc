// The first converter that matches decides.
#include "model/number.h"

#include <algorithm>
#include <initializer_list>

#include "base/text.h"

namespace trunklift {
namespace {

bool is_2_to_9(char c) { return c >= '2' && c <= '9'; }

// NXX NXX XXXX, all digits known to be digits.
bool is_nanp(std::string_view digits) {
  return digits.size() == 10 && is_2_to_9(digits[0]) && is_2_to_9(digits[3]);
}

// The ten digits of a NANP number, with or without 1 or +1; "" of others.
std::string_view nanp_digits(std::string_view number) {
  if (number.starts_with('+')) {
    number.remove_prefix(1);
    if (number.size() != 11) return {};
  }
  if (number.size() == 11 && number[0] == '1') number.remove_prefix(1);
  return all_digits(number) && is_nanp(number) ? number : std::string_view();
}

// "+", a digit from 2 to 9, and seven or more.
bool is_international(std::string_view number) {
  return number.size() >= 9 && number[0] == '+' && is_2_to_9(number[1]) &&
         all_digits(number.substr(1));
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

std::string npan_of(std::string_view number) {
  const std::string_view digits = nanp_digits(number);
  return std::string(digits.empty() ? number : digits);
}

std::string one_npan_of(std::string_view number) {
  const std::string_view digits = nanp_digits(number);
  return digits.empty() ? std::string(number) : "1" + std::string(digits);
}

std::string strip_plus_of(std::string_view number) {
  const std::string normal = normalized_number(number);
  return normal.starts_with('+') ? normal.substr(1) : normal;
}

bool is_reconcilable(std::string_view number) {
  const std::string normal = normalized_number(number);
  std::string_view rest = normal;
  if (rest.starts_with("+1")) rest.remove_prefix(2);
  if (rest.size() == 11 && rest[0] == '1') rest.remove_prefix(1);
  if (rest.size() == 10 && all_digits(rest)) return true;
  return is_international(normal) ||
         ((normal.starts_with("011") || normal.starts_with("00")) &&
          all_digits(normal));
}

std::string_view class_of_number(std::string_view number) {
  const std::string normal = normalized_number(number);
  for (const std::string_view service :
       {"911", "922", "933", "833", "811", "711", "999"}) {
    if (normal == service) return "emergency";
  }
  const auto is_one_of = [](std::string_view code,
                            std::initializer_list<std::string_view> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  };
  std::string_view digits = normal;
  const bool plus = digits.starts_with('+');
  if (plus) digits.remove_prefix(1);
  const bool one = digits.size() == 11 && digits[0] == '1';
  if (one && all_digits(digits)) {
    const std::string_view area = digits.substr(1, 3);
    if (plus &&
        (is_one_of(area, {"800", "877", "866", "855", "844", "833", "822"}) ||
         area.starts_with("88"))) {
      return "tollfree_us";
    }
    if (plus && area == "900") return "toll_us";
    if (is_one_of(area, {"684", "264", "268", "242", "246", "441", "284",
                         "345", "767", "809", "829", "849", "473", "671",
                         "876", "664", "670", "787", "939", "869", "758",
                         "784", "721", "868", "649", "340"})) {
      return "caribbean";
    }
  }
  if (!nanp_digits(normal).empty()) return "did_us";
  return is_international(normal) ? "international" : "unknown";
}

bool is_plus_number(std::string_view number) {
  return number.size() >= 2 && number.size() <= 16 && number[0] == '+' &&
         all_digits(number.substr(1));
}

}  // namespace trunklift
