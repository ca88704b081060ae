// The interface of a semantic rule: one document, account or number.
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

// A value that somebody gave to an option of a rule.
struct ChangedOption {
  std::uint16_t rule;    // its number
  std::uint16_t option;  // its place in Rule::options
  std::int64_t value;
};

// What rules of one document find out once, whichever of them is the first.
struct SharedFacts {
  // Pointers of emergency data that nothing reads.
  std::optional<std::vector<KeptPointer>> unread_emergency;
};

// Looks at one document, whatever its shape: as it was written, or canonical.
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
  // The keys of the document, level by level.
  const LevelKeys& keys() const { return keys_; }
  // What Rule::options has at `place`, or what somebody gave it.
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

// Calls `look(server, place)` for each server of a document.
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

// The same of a document as it was written, whose servers may be keyed by
// number instead of listed.
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

// Calls `look(settings, place)` for each number of a server that has settings,
// and may have any of these.
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

// Calls `look(settings, place)` for each level that settings may stand at: the
// account, the options of each server, and its numbers; if it may have any of
// these.
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

// Calls `look(value, place)` for each setting of that key, at all such levels.
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

// What a number may have, or be said to have by a mark; bits.
enum NumberFeature : std::uint8_t {
  no_feature = 0,
  failover_feature = 1,
  emergency_feature = 2,
  caller_name_feature = 4,
  without_plus = 8,  // its name is
};

// A document that the corpus remembers.
using DocumentRef = std::uint64_t;

// What documents say of their account; those of the account itself and of its
// limits decide.
struct AccountContext {
  std::uint64_t realm = 0;  // see realm_key; 0 if unknown
  // The key of the realm as it is written; 0 if unknown.
  std::uint64_t exact_realm = 0;
  std::optional<std::int64_t> twoway_trunks, inbound_trunks;
  bool has_limits = false;
};

// Realms that differ in case only have one key; never 0.
std::uint64_t realm_key(std::string_view realm);
// Case counts; never 0.
std::uint64_t exact_realm_key(std::string_view realm);

// All that is known of one account.
struct Account {
  struct Document {
    DocumentRef document;
    AccountContext says;
    bool rejected;
  };
  std::vector<Document> documents;
  AccountContext context;  // of its account and limits documents
  // Its account document was among the inputs; that of any account was.
  bool has_document = false;
  bool others_have_documents = false;
};

// What a document says something of that others may speak of as well: a number
// that a server claims or that is parked without one, the user or the address
// of a server.
struct Claim {
  enum class Sort : std::uint8_t { number, parked, user, address };
  Sort sort = Sort::number;
  DocumentRef document;
  Origin origin;
  std::string account_id, document_id;
  std::string number;        // "" of users and addresses, which are secrets
  std::uint32_t server = 0;  // of a parked number: 1 below `account`, else 0
  // See Did::claim_rank; of a parked number its place in an array, or -1.
  std::int64_t rank = 0;
  bool rejected = false;      // the document, which claims numbers all the same
  std::uint8_t marks = 0;     // of a number: NumberFeature, marked with true
  std::uint64_t content = 0;  // tells versions of a document apart
};

// "/servers/<n>/DIDs/<number>", "/DIDs_Unassigned/<number>",
// "/servers/<n>/auth/auth_user", "/servers/<n>/auth/ip"
std::string pointer_of(const Claim& claim);

// What the platform's own document of a number says.
struct Assignment {
  std::string account_id;     // that gets its calls; "" if none does
  std::string used_by;        // application, "" if it does not say
  std::uint8_t features = 0;  // NumberFeature
  bool has(NumberFeature feature) const { return (features & feature) != 0; }
};

// A finding that belongs to a document seen before.
struct CorpusFinding {
  std::string account_id;
  std::string document_id;
  Origin origin;
  Finding finding;
};

class SpillLog;

// What a rule across documents finds, in any order.
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

// Looks at one account at a time, once all documents are known.
struct AccountRule {
  Rule rule;
  void (*check)(const Account& account, CorpusReport& report);
};

// All that is known of a number: of all accounts if it starts with a plus, else
// of one, to which such numbers are local. Claims are sorted by account, and
// within one the first is the one that answers.
struct NumberClaims {
  std::span<const Claim> claims;  // of servers
  std::span<const Claim> parked;
  const Assignment* assignment;  // nullptr: no document of the number was read
  // Another number that begins with the same four digits has a document: the
  // platform keeps those together in one database.
  bool others_have_documents = false;
  // Some number's document has no plus: this platform does without.
  bool platform_omits_plus = false;
};
struct NumberRule {
  Rule rule;
  void (*check)(const NumberClaims& number, CorpusReport& report);
};

// Looks at one user (of one realm, whatever the case) or one address at a time,
// at all claims on it, sorted by account and document.
struct ClaimRule {
  Rule rule;
  void (*check)(std::span<const Claim> claims, CorpusReport& report);
};

// All rules of the build, handed in by the command line; see rules/rules.h.
struct RuleSet {
  std::span<const DocumentRule* const> written;  // before normalization
  std::span<const DocumentRule* const> document;
  std::span<const NumberRule* const> number;
  std::span<const ClaimRule*const> user, address;
  std::span<const AccountRule* const> account;
};

}  // namespace trunklift
