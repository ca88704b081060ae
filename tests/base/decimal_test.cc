// Numbers of any size, exactly.
#include "base/decimal.h"

#include <catch2/catch.hpp>
#include <string>

namespace trunklift {
namespace {

int order(std::string_view a, std::string_view b) {
  const int result = compare(Decimal(a), Decimal(b));
  CHECK(compare(Decimal(b), Decimal(a)) == -result);
  if (result == 0) CHECK(Decimal(a).hash(7) == Decimal(b).hash(7));
  return result;
}

bool multiple(std::string_view value, std::string_view divisor) {
  return is_multiple_of(Decimal(value), Decimal(divisor));
}

}  // namespace

TEST_CASE("decimals compare by value", "[decimal]") {
  CHECK(order("1", "1.0") == 0);
  CHECK(order("100", "1e2") == 0);
  CHECK(order("0.001", "1E-3") == 0);
  CHECK(order("12.50", "0.125e+2") == 0);
  CHECK(order("-0.0", "0") == 0);
  CHECK(order("0e999", "0") == 0);
  CHECK(order("-1", "1") == -1);
  CHECK(order("-2", "-10") == 1);
  CHECK(order("0", "-0.1") == 1);
  CHECK(order("0", "0.1") == -1);
  CHECK(order("123", "1234") == -1);
  CHECK(order("1.23", "1.2299") == 1);
  CHECK(order("10.01", "10.1") == -1);
  CHECK(order("1001", "100.1") == 1);
  CHECK(order("9007199254740993", "9007199254740992.0") == 1);
  CHECK(order("972783798187987123879878123.18878137",
              "972783798187987123879878123.188781371") == -1);
}

TEST_CASE("absurd exponents cost nothing", "[decimal]") {
  CHECK(order("1e999999999", "1e999999998") == 1);
  CHECK(order("-1e999999999", "1e-999999999") == -1);
  CHECK(order("10e999999998", "1e999999999") == 0);
  CHECK(order("1e99999999999999999999999", "5") == 1);
  CHECK(order("1e-99999999999999999999999", "5") == -1);
  CHECK(multiple("1e999999999", "0.5"));
  CHECK(multiple("1e999999999", "1e-999999999"));
  CHECK_FALSE(multiple("1e999999999", "3"));
  CHECK(multiple("3e999999999", "3"));
  CHECK_FALSE(multiple("1e-999999999", "3"));
  CHECK_FALSE(multiple("5", "1e999999999"));
  CHECK(multiple("1e99999999999999999999999", "1024"));
}

TEST_CASE("divisibility is exact", "[decimal]") {
  CHECK(multiple("0", "7"));
  CHECK(multiple("0.0075", "0.0001"));
  CHECK_FALSE(multiple("0.00751", "0.0001"));
  CHECK(multiple("4.5", "1.5"));
  CHECK_FALSE(multiple("35", "1.5"));
  CHECK(multiple("-6", "2"));
  CHECK(multiple("1e2", "2.5"));
  CHECK(multiple("1e3", "16e-1"));
  CHECK(multiple("100", "100"));
  CHECK(multiple("200", "1e2"));
  CHECK_FALSE(multiple("20", "1e2"));
  CHECK(multiple("18446744073709551615", "5"));
  CHECK(
      multiple("99999999999999999999999999999999999999980000000001"
               "00000000000000000000000000000000000000",
               "1e38"));
  // (10^25 + 13) * 7 and a divisor beyond 64 bits
  CHECK(multiple("70000000000000000000000091", "10000000000000000000000013"));
  CHECK_FALSE(
      multiple("70000000000000000000000092", "10000000000000000000000013"));
  CHECK(multiple("1e999999999", "1267650600228229401496703205376"));  // 2^100
  CHECK_FALSE(multiple("1e99", "1267650600228229401496703205376"));
  CHECK(multiple("1e100", "1267650600228229401496703205376"));
}

TEST_CASE("long numbers take linear time", "[decimal]") {
  const std::string nines(1'000'000, '9');
  CHECK(multiple(nines, "9"));
  CHECK_FALSE(multiple(nines, "10000000000000000000000013"));
  CHECK(order(nines, nines + "0") == -1);
  CHECK(order(nines + ".0", nines) == 0);
}

}  // namespace trunklift
