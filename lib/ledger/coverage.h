// Of which accounts an input holds every document.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "base/hash_table.h"
#include "model/document.h"

namespace trunklift {

// What whoever gives the inputs says of them.
enum class Complete : std::uint8_t {
  none,      // they hold some documents
  accounts,  // all trunkstore documents of the accounts that they speak of
  all,       // all trunkstore documents there are
};

// 20 to 25 bytes an account; what is beyond `memory` is in unnamed temporary
// files.
class Coverage {
public:
  Coverage(Complete complete, std::size_t memory)
      : complete_(complete), memory_{memory} {}

  // A document that was read, or what stood in its place.
  void observe(const Blob& blob, const Identity& identity, bool rejected);

  // Whether a document of that account that was not observed is not there.
  bool covers(std::string_view account_id) const;

  // Documents of which nobody can tell which they are.
  std::uint64_t unknown() const { return unknown_; }

private:
  struct Entry {
    Hash128 account;

    static std::uint64_t place_of(Hash128 key) { return key.low; }
    std::uint64_t place() const { return account.low; }
    bool is_empty() const { return account == Hash128{}; }
    bool belongs_to(Hash128 other) const { return account == other; }
    void name(Hash128 its) { account = its; }
  };

  Complete complete_;
  std::uint64_t unknown_ = 0;
  Hash128 last_;  // that was added to `accounts_`
  TableMemory memory_;
  HashTable<Entry> accounts_{memory_};   // that have documents
  HashTable<Entry> uncertain_{memory_};  // that have some that are unknown
};

}  // namespace trunklift
