// How many documents a run may reject.
#include "run/max_rejects.h"

#include <fmt/format.h>

#include <cstdio>
#include <string_view>

#include "base/text.h"

namespace trunklift {

bool is_known_early(const Settings& settings) {
  return settings.max_rejects && settings.max_rejects->percent < 0;
}

bool has_too_many_rejects(const Settings& settings, const Balance& balance) {
  if (!settings.max_rejects) return false;
  const std::uint64_t rejected = balance.of(Bucket::rejected);
  if (is_known_early(settings)) return rejected > settings.max_rejects->count;
  const std::uint64_t all =
      balance.documents_read() - balance.of(Bucket::skipped);
  return static_cast<double>(rejected) * 100 >
         settings.max_rejects->percent * static_cast<double>(all);
}

void complain_of_rejects(const Settings& settings, const Balance& balance,
                         bool dry) {
  const std::string_view and_so = dry ? "the run would be stopped"
                                  : settings.keep_on_max_rejects
                                      ? "what was written until then stays"
                                      : "what the run wrote was undone";
  std::fputs(fmt::format("trunklift: {} documents were rejected, more than "
                         "--max-rejects allows: {}\n",
                         grouped(balance.of(Bucket::rejected)), and_so)
                 .c_str(),
             stderr);
}

}  // namespace trunklift
