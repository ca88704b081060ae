// The interfaces of semantic rules. A rule looks at one document, account,
// number, user or address.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/level_keys.h"
#include "model/document.h"
#include "model/finding.h"
#include "model/pointer.h"
#include "model/value.h"

namespace trunklift {

// The value of a rule's option that the user changed.
struct ChangedOption {
  std::uint16_t rule;    // number_of the rule
  std::uint16_t option;  // index in Rule::options
  std::int64_t value;
};

// Facts about one document that several rules need. The first one finds them
// out.
struct SharedFacts {
  // Pointers of emergency data that nothing reads.
  std::optional<std::vector<KeptPointer>> unread_emergency;
};

// Takes the findings of a rule about one document.
class DocumentReport {
public:
  DocumentReport(const Rule& rule, const LevelKeys& keys, SharedFacts& shared,
                 Findings& findings, std::span<const ChangedOption> changed)
      : rule_(rule),
        keys_(keys),
        shared_(shared),
        findings_(findings),
        changed_(changed) {}
  void add(const Place& place, std::string_view message) {
    findings_.add(rule_, place, message);
  }
  void add(std::string_view pointer, std::string_view message) {
    findings_.add(rule_, pointer, std::string(message));
  }
  void add(const KeptPointer& pointer, std::string_view message) {
    findings_.add(rule_, pointer, message);
  }
  SharedFacts& shared() { return shared_; }
  // The keys that the document has at each level.
  const LevelKeys& keys() const { return keys_; }
  // The value of Rule::options[place]: the user's, or else the standard one.
  std::int64_t option(std::size_t place) const {
    for (const ChangedOption& changed : changed_) {
      if (changed.rule == number_of(rule_) && changed.option == place) {
        return changed.value;
      }
    }
    return rule_.options[place].standard;
  }

private:
  const Rule& rule_;
  const LevelKeys& keys_;
  SharedFacts& shared_;
  Findings& findings_;
  std::span<const ChangedOption> changed_;
};

// Calls `look(server, place)` for each server of a canonical document.
template <typename Look>
void each_server(const Value& root, const Look& look) {
  const Value* servers = root.find("servers");
  if (!servers) return;
  const Place document;
  const Place list(document, "servers");
  for (std::uint32_t i = 0; servers->is(Type::array) && i < servers->size;
       ++i) {
    look(servers->items[i], Place(list, i));
  }
}

// The same for a document as it was written. Its servers may be an object with
// numbers as keys.
template <typename Look>
void each_written_server(const Value& root, const Look& look) {
  each_server(root, look);
  const Value* servers = root.find("servers");
  if (!servers) return;
  const Place document;
  const Place list(document, "servers");
  for (const Member& server : members(*servers)) {
    look(server.value, Place(list, server.key));
  }
}

inline const Value* child(const Value* value, const Key& key) {
  return value ? value->find(key) : nullptr;
}

// Calls `look(settings, place)` for each number of a server whose settings may
// have one of the keys.
template <typename Look>
void each_number(const Value& server, const Place& place,
                 const DocumentReport& report, const AnyOf& keys,
                 const Look& look) {
  if (!keys.among(report.keys().number)) return;
  const Value* numbers = server.find("DIDs");
  if (!numbers || !numbers->is(Type::object)) return;
  const Place here(place, "DIDs");
  for (const Member& number : members(*numbers)) {
    if (!keys.may_be_in(number.value)) continue;
    look(number.value, Place(here, number.key));
  }
}

// Calls `look(settings, place)` for each level that may have settings: the
// account, the options of each server, and each number. Leaves out levels that
// have none of the keys.
template <typename Look>
void each_level(const Value& root, const DocumentReport& report,
                const AnyOf& keys, const Look& look) {
  const LevelKeys& there = report.keys();
  const Place document;
  const Value* account = root.find("account");
  if (account && keys.may_be_in(*account)) {
    look(*account, Place(document, "account"));
  }
  if (!keys.among(there.options | there.number)) return;
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* options = server.find("options");
    if (options && keys.may_be_in(*options)) {
      look(*options, Place(place, "options"));
    }
    each_number(server, place, report, keys, look);
  });
}

// Calls `look(value, place)` for each value of that key at these levels.
template <typename Look>
void each_setting(const Value& root, const DocumentReport& report,
                  const Key& key, const Look& look) {
  each_level(root, report, AnyOf(key),
             [&](const Value& level, const Place& place) {
               if (const Value* value = level.find(key)) {
                 look(*value, Place(place, key));
               }
             });
}

struct DocumentRule {
  Rule rule;
  void (*check)(const Value& root, DocumentReport& report);
  Needs needs = Needs::nothing();
};

// Bits: features that a number has, or is marked to have.
enum NumberFeature : std::uint8_t {
  no_feature = 0,
  failover_feature = 1,
  emergency_feature = 2,
  caller_name_feature = 4,
  without_plus = 8,  // the number is written without it
};

// A trunkstore document in the corpus.
using DocumentRef = std::uint64_t;

// What documents say about their account. Account and limits documents decide.
struct AccountContext {
  std::uint64_t realm = 0;  // see realm_key; 0 if unknown
  // See exact_realm_key; 0 if unknown.
  std::uint64_t exact_realm = 0;
  std::optional<std::int64_t> twoway_trunks, inbound_trunks;
  bool has_limits = false;
};

// Realms that differ only in case have the same key. Never 0.
std::uint64_t realm_key(std::string_view realm);
// Realms that differ in case have different keys. Never 0.
std::uint64_t exact_realm_key(std::string_view realm);

// All that documents say about one account.
struct Account {
  struct Document {
    DocumentRef document;
    AccountContext says;
    bool rejected;
  };
  std::vector<Document> documents;
  AccountContext context;  // from its account and limits documents
  // Whether the inputs had its account document, and an account document of any
  // account.
  bool has_document = false;
  bool others_have_documents = false;
};

// What a document claims and other documents may claim, too: a number of a
// server, a parked number (one without a server), or the user or address of a
// server.
struct Claim {
  enum class Sort : std::uint8_t { number, parked, user, address };
  Sort sort = Sort::number;
  DocumentRef document;
  Origin origin;
  std::string account_id, document_id;
  std::string number;  // "" for users and addresses, which are secret
  // Index of the server. For a parked number, 1 if it stands below `account`,
  // else 0.
  std::uint32_t server = 0;
  // See Did::claim_rank. For a parked number, its index in an array, or -1.
  std::int64_t rank = 0;
  bool rejected = false;      // not converted, but in force today
  std::uint8_t marks = 0;     // NumberFeature bits that are marked with true
  std::uint64_t content = 0;  // tells versions of a document apart
};

// As in "/servers/<n>/DIDs/<number>", "/DIDs_Unassigned/<number>",
// "/servers/<n>/auth/auth_user", "/servers/<n>/auth/ip".
std::string pointer_of(const Claim& claim);

// What the number document of the platform says.
struct Assignment {
  std::string account_id;     // the account that gets its calls; "" if none
  std::string used_by;        // application, or ""
  std::uint8_t features = 0;  // NumberFeature bits
  bool has(NumberFeature feature) const { return (features & feature) != 0; }
};

// A finding about a document that was read earlier.
struct CorpusFinding {
  std::string account_id;
  std::string document_id;
  Origin origin;
  Finding finding;
};

class SpillLog;

// Takes the findings of a rule across documents, in any order.
class CorpusReport {
public:
  CorpusReport(const Rule& rule, const SpillLog& documents,
               std::vector<CorpusFinding>& findings)
      : rule_(rule), documents_(documents), findings_(findings) {}
  void add(DocumentRef document, std::string pointer, std::string message);
  void add(const Claim& claim, std::string message);

private:
  void add(std::string account_id, std::string document_id, Origin origin,
           std::string pointer, std::string message);

  const Rule& rule_;
  const SpillLog& documents_;
  std::vector<CorpusFinding>& findings_;
};

// Looks at one account after the other when all documents are known.
struct AccountRule {
  Rule rule;
  void (*check)(const Account& account, CorpusReport& report);
};

// All claims on a number: of all accounts if it starts with a plus, otherwise
// of one account, because such numbers are local to it. Claims are sorted by
// account; the first claim of an account is the one that answers.
struct NumberClaims {
  std::span<const Claim> claims;  // of servers; see Claim
  std::span<const Claim> parked;
  const Assignment* assignment;  // nullptr: no number document was read
  // Whether any number that begins with the same four digits has a document.
  // The platform keeps these documents in one database.
  bool others_have_documents = false;
  // Whether some number document has an id without a plus, so that this
  // platform stores numbers without it.
  bool platform_omits_plus = false;
};
struct NumberRule {
  Rule rule;
  void (*check)(const NumberClaims& number, CorpusReport& report);
};

// Looks at all claims on one user of a realm (whatever the case) or on one
// address, sorted by account and document.
struct ClaimRule {
  Rule rule;
  void (*check)(std::span<const Claim> claims, CorpusReport& report);
};

// All rules of the program. The command line hands them in; see rules/rules.h.
struct RuleSet {
  std::span<const DocumentRule* const> written;  // see documents as written
  std::span<const DocumentRule* const> document;
  std::span<const NumberRule* const> number;
  std::span<const ClaimRule*const> user, address;
  std::span<const AccountRule* const> account;
};

}  // namespace trunklift
