// Which flaws a document gets.
#include "generate/flaws.h"

#include <algorithm>

namespace trunklift::generate {
namespace {

constexpr Bucket flaws_each[] = {{75, 1, 1}, {20, 2, 2}, {5, 3, 3}};
// Enough to find a flaw that fits, were there but few.
constexpr std::uint32_t tries = 200;

bool contains(std::string_view outer, std::string_view inner) {
  return inner.starts_with(outer) &&
         (inner.size() == outer.size() || inner[outer.size()] == '/');
}

bool get_along(const Flaw& a, const Flaw& b) {
  return !contains(a.place, b.place) && !contains(b.place, a.place);
}

}  // namespace

std::string_view fate_name(Fate fate) {
  constexpr std::string_view names[] = {"repaired", "reported", "rejected",
                                        "skipped"};
  return names[static_cast<std::size_t>(fate)];
}

const std::vector<Flaw>& flaw_table() {
  static const std::vector<Flaw> table = [] {
    std::vector<Flaw> all;
    for (const auto group : {document_flaws(), server_flaws(), auth_flaws(),
                             option_flaws(), did_flaws()}) {
      all.insert(all.end(), group.begin(), group.end());
    }
    return all;
  }();
  return table;
}

std::vector<const Flaw*> plant_flaws(Draft& draft, Random& random) {
  FlawPlanter planter(draft, random);
  const std::uint32_t wanted = draw(random, flaws_each);
  std::vector<const Flaw*> planted;
  for (std::uint32_t i = 0; i < tries && planted.size() < wanted; ++i) {
    const Flaw& flaw = random.pick(flaw_table());
    const bool fits =
        std::all_of(planted.begin(), planted.end(),
                    [&](const Flaw* other) { return get_along(flaw, *other); });
    if (fits && flaw.plant(planter)) planted.push_back(&flaw);
  }
  return planted;
}

}  // namespace trunklift::generate
