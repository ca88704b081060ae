// Tells which documents of a target must be gone if the inputs lack them.
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

// What --complete says about the inputs.
enum class Complete : std::uint8_t {
  none,      // they hold some documents
  accounts,  // all trunkstore documents of the accounts that they cover
  all,       // all trunkstore documents there are
};

// A document that may be in the inputs although it was not read.
struct Doubt {
  std::string account_id;   // "": any account
  std::string document_id;  // "": any document of the account
};

// Takes 20 to 25 bytes for each account and for each document. Beyond `memory`
// bytes, they are in unnamed temporary files.
class Coverage {
public:
  Coverage(Complete complete, std::size_t memory)
      : complete_(complete), memory_{memory} {}

  // Notes a document that was read, or what stood in place of one. Returns the
  // documents that this leaves in doubt, if any.
  std::optional<Doubt> observe(const Blob& blob, const Identity& identity,
                               bool rejected);
  void doubt(const Doubt& doubt);

  // Whether a document of that account must be gone if it was not observed.
  bool covers(std::string_view account_id) const;
  // Whether this document, which had that rank in the target, must be gone if
  // it was not observed. It need not be gone if another document of the account
  // with the same revision was observed: that may be the same document with a
  // damaged id, because CouchDB's revisions are hashes of contents.
  bool covers(std::string_view account_id, std::string_view document_id,
              const Rank& rank) const;

  // How many doubts are about any document of any account.
  std::uint64_t unknown() const { return unknown_; }

private:
  Complete complete_;
  std::uint64_t unknown_ = 0;
  Hash128 last_;  // the account added to `accounts_` last
  TableMemory memory_;
  HashSet accounts_{memory_};   // accounts that are covered
  HashSet uncertain_{memory_};  // doubts: accounts and documents
  HashSet revisions_{memory_};  // observed, with their accounts
};

}  // namespace trunklift
