// Which accounts an input holds every document of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
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

// A document that may be in the inputs, but was not read for certain.
struct Doubt {
  std::string account_id;   // "": any
  std::string document_id;  // "": any of the account
};

// 20 to 25 bytes an account, and as much a document; what is beyond `memory` is
// in unnamed temporary files.
class Coverage {
public:
  Coverage(Complete complete, std::size_t memory)
      : complete_(complete), memory_{memory} {}

  // A document that was read, or what stood in its place. Which documents that
  // leaves in doubt.
  std::optional<Doubt> observe(const Blob& blob, const Identity& identity,
                               bool rejected);
  void doubt(const Doubt& doubt);

  // Whether a document of that account that was not observed is not there.
  bool covers(std::string_view account_id) const;
  // Whether it is just this one, which had that rank, that is not there. One of
  // the same account and revision that was observed may be it, with an id that
  // was damaged: CouchDB's revisions are hashes of what a document holds.
  bool covers(std::string_view account_id, std::string_view document_id,
              const Rank& rank) const;

  // Documents of which nobody can tell which they are.
  std::uint64_t unknown() const { return unknown_; }

private:
  Complete complete_;
  std::uint64_t unknown_ = 0;
  Hash128 last_;  // that was added to `accounts_`
  TableMemory memory_;
  HashSet accounts_{memory_};   // that have documents
  HashSet uncertain_{memory_};  // accounts, documents, both
  HashSet revisions_{memory_};  // of documents, with their accounts
};

}  // namespace trunklift
