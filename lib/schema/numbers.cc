// Numbers, equality and hashes of values the way JSON Schema has them.
#include "schema/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/decimal.h"

namespace trunklift::schema {
namespace {

// The literal of a number, without an allocation.
class Literal {
public:
  explicit Literal(const Value& number) {
    if (number.is(Type::integer)) {
      const auto end =
          std::to_chars(buffer_.data(), buffer_.data() + buffer_.size(),
                        number.integer)
              .ptr;
      text_ = {buffer_.data(), static_cast<std::size_t>(end - buffer_.data())};
    } else {
      text_ = number.string();
    }
  }
  Literal(const Literal&) = delete;
  Literal& operator=(const Literal&) = delete;
  Decimal decimal() const { return Decimal(text_); }

private:
  std::array<char, 24> buffer_;
  std::string_view text_;
};

double nearest_double(const Value& number) {
  return number.is(Type::integer) ? static_cast<double>(number.integer)
                                  : number.real;
}

std::uint64_t mixed(std::uint64_t h, std::uint64_t x) {
  h = (h ^ x) * 0x9ddfea08eb382d69U;
  return h ^ (h >> 29);
}

std::uint64_t hash_text(std::string_view text, std::uint64_t h) {
  for (const char c : text) h = mixed(h, static_cast<unsigned char>(c));
  return mixed(h, text.size());
}

// Compares objects whose members come in different orders.
bool equal_unordered(const Value& a, const Value& b) {
  const auto sorted = [](const Value& object) {
    std::vector<const Member*> list;
    list.reserve(object.size);
    for (const Member& member : members(object)) list.push_back(&member);
    std::stable_sort(list.begin(), list.end(),
                     [](auto* x, auto* y) { return x->key < y->key; });
    return list;
  };
  const auto left = sorted(a);
  const auto right = sorted(b);
  return std::equal(
      left.begin(), left.end(), right.begin(), [](auto* x, auto* y) {
        return x->key == y->key && equal_values(x->value, y->value);
      });
}

bool equal_objects(const Value& a, const Value& b) {
  if (a.size != b.size) return false;
  for (std::uint32_t i = 0; i < a.size; ++i) {
    if (a.members[i].key != b.members[i].key) return equal_unordered(a, b);
    if (!equal_values(a.members[i].value, b.members[i].value)) {
      // The order of duplicate keys matters, too; nothing else can help.
      return false;
    }
  }
  return true;
}

}  // namespace

int compare_numbers(const Value& a, const Value& b) {
  if (a.is(Type::integer) && b.is(Type::integer)) {
    return (a.integer > b.integer) - (a.integer < b.integer);
  }
  if (!a.is(Type::big) && !b.is(Type::big)) {
    // Rounding to a double keeps order, so doubles that differ decide.
    const double x = nearest_double(a);
    const double y = nearest_double(b);
    if (x != y) return x < y ? -1 : 1;
  }
  return compare(Literal(a).decimal(), Literal(b).decimal());
}

bool is_multiple(const Value& number, const Value& divisor) {
  if (number.is(Type::integer) && divisor.is(Type::integer)) {
    return number.integer % divisor.integer == 0;
  }
  return is_multiple_of(Literal(number).decimal(), Literal(divisor).decimal());
}

bool equal_values(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return compare_numbers(a, b) == 0;
  if (a.type != b.type) return false;
  switch (a.type) {
    case Type::boolean: return a.truth == b.truth;
    case Type::string: return a.string() == b.string();
    case Type::array:
      return std::equal(a.items, a.items + a.size, b.items, b.items + b.size,
                        equal_values);
    case Type::object: return equal_objects(a, b);
    default: return true;
  }
}

std::uint64_t hash_value(const Value& value, std::uint64_t seed) {
  switch (value.type) {
    case Type::null: return mixed(seed, 1);
    case Type::boolean: return mixed(seed, value.truth ? 2 : 3);
    case Type::integer:
    case Type::real:
    case Type::big: return mixed(Literal(value).decimal().hash(seed), 4);
    case Type::string: return hash_text(value.string(), mixed(seed, 5));
    case Type::array: {
      std::uint64_t h = mixed(seed, 6);
      for (const Value& item : items(value)) h = mixed(h, hash_value(item, h));
      return mixed(h, value.size);
    }
    case Type::object: {
      // A sum, as the order of members must not count.
      std::uint64_t sum = 0;
      for (const Member& member : members(value)) {
        sum += hash_value(member.value, hash_text(member.key, seed));
      }
      return mixed(mixed(seed, 7), sum);
    }
  }
  return 0;
}

}  // namespace trunklift::schema
