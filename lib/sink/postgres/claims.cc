// Claims are sorted, so that the first one on each number wins.
#include "sink/postgres/claims.h"

#include <algorithm>
#include <tuple>

namespace trunklift::postgres {

std::vector<const Row*> losing_claims(const Records& records) {
  using namespace phone_number;
  std::vector<const Row*> claims, out;
  for (const Row& row : records.rows) {
    if (row.table == TableId::phone_number) claims.push_back(&row);
  }
  // A server has one claim on a number.
  if (claims.empty() ||
      (*claims.front())[device_id].id() == (*claims.back())[device_id].id()) {
    return out;
  }
  const auto order = [](const Row* row) {
    return std::tuple((*row)[number].text(), (*row)[claim_rank].integer(),
                      (*row)[id].id());
  };
  std::sort(claims.begin(), claims.end(),
            [&](auto a, auto b) { return order(a) < order(b); });
  for (std::size_t i = 1; i < claims.size(); ++i) {
    if ((*claims[i])[number].text() == (*claims[i - 1])[number].text()) {
      out.push_back(claims[i]);
    }
  }
  return out;
}

}  // namespace trunklift::postgres
