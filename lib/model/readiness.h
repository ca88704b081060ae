// How far documents, and accounts, are from being migrated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"

namespace trunklift {

// How ready a document is. An account is as ready as the least of its
// documents.
enum class Ready : std::uint8_t {
  clean,    // converts as it is
  fixable,  // converts once it is repaired, and repairs lose nothing
  lossy,    // something is given up, on the way or by a repair
  blocked,  // rejected until somebody decides what is right
};
inline constexpr std::size_t ready_count = 4;
std::string_view ready_name(Ready ready);

// How ready a document with that finding is. Notes change nothing.
Ready ready_after(const Finding& finding);

struct AccountReadiness {
  std::string account_id;
  Ready ready = Ready::clean;
  std::uint64_t documents = 0;
  std::vector<const Rule*> rules = {};  // those that decide `ready`
};

struct Readiness {
  std::uint64_t accounts[ready_count] = {};
  std::uint64_t documents[ready_count] = {};
  std::uint64_t unassigned = 0;  // documents of no known account
  struct Blocker {
    const Rule* rule;
    std::uint64_t accounts;  // with a document that it rejects
    std::uint64_t alone;     // accounts that nothing else blocks
  };
  std::vector<Blocker> blockers;  // those that unblock most come first
};

}  // namespace trunklift
