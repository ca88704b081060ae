// What depends on several documents: versions, numbers, accounts; the same in
// any order, with much memory and with hardly any.
#include "check/corpus.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "rules.h"

namespace trunklift {
namespace {

struct Document {
  std::string account, id;
  Rank rank;
  std::vector<Server> servers = {};
  AccountContext says = {};
  enum { accepted, deleted, rejected } fate = accepted;
};
struct Context {
  std::string account;
  Kind kind;
  Rank rank;
  AccountContext says;
};
struct NumberOf {
  std::string_view number;
  std::uint64_t revision;
  std::string account, used_by = "trunkstore";
  bool has_failover = false;
  std::string_view hash = "";  // the first digits of the revision's
};
using Item = std::variant<Document, Context, NumberOf>;

Server server(std::initializer_list<std::string_view> numbers,
              std::int64_t rank = 0) {
  Server out;
  for (const std::string_view number : numbers) {
    Did did;
    did.number = number;
    did.claim_rank = rank;
    out.dids.push_back(did);
  }
  return out;
}

Identity identity_of(const Document& document) {
  Identity out;
  out.kind = Kind::trunkstore;
  out.account_id = document.account;
  out.document_id = document.id;
  out.content.high = document.rank.content;
  return out;
}

void add(Corpus& corpus, const Document& document, std::uint64_t line) {
  const Hash128 key =
      FieldHash().add(document.account).add(document.id).finish();
  if (document.fate == Document::deleted) {
    return corpus.add_deleted(key, document.rank);
  }
  Connectivity connectivity;
  connectivity.servers = document.servers;
  connectivity.realm = "pbx.example.com";
  for (std::size_t i = 0; i < connectivity.servers.size(); ++i) {
    connectivity.servers[i].position = i;
  }
  Summary summary =
      summarize(connectivity, identity_of(document), {0, line * 100, line});
  summary.says = document.says;
  summary.rejected = document.fate == Document::rejected;
  corpus.add(key, document.rank, summary);
}

struct Outcome {
  std::vector<std::string> findings;        // in order
  std::uint64_t accepted = 0, deleted = 0;  // superseded
  bool operator==(const Outcome&) const = default;
};

Outcome run_once(const std::vector<Item>& items, std::size_t memory) {
  Corpus corpus(memory);
  std::uint64_t line = 0;
  for (const Item& item : items) {
    ++line;
    if (const auto* document = std::get_if<Document>(&item)) {
      add(corpus, *document, line);
    } else if (const auto* number = std::get_if<NumberOf>(&item)) {
      const std::string revision =
          std::to_string(number->revision) + '-' + std::string(number->hash);
      corpus.add_number({number_key("", number->number), rank_of(revision, {}),
                         number->account, number->used_by,
                         number->has_failover ? failover_feature : no_feature});
    } else {
      const auto& context = std::get<Context>(item);
      corpus.add_context(context.account, context.kind, context.rank,
                         context.says);
    }
  }
  Outcome out;
  const auto superseded =
      corpus.finish(rules::all(), [&](const CorpusFinding& finding) {
        CHECK(finding.origin.offset == finding.origin.line * 100);
        out.findings.push_back(std::string(finding.finding.rule->id) + " " +
                               finding.account_id + "/" + finding.document_id +
                               " " + finding.finding.pointer + ": " +
                               finding.finding.message);
      });
  out.accepted = superseded.accepted;
  out.deleted = superseded.deleted;
  return out;
}

// In some orders, with and without temporary files.
Outcome run(std::vector<Item> items) {
  const Outcome first = run_once(items, 1 << 20);
  std::mt19937 random(5);
  for (int round = 0; round < 6; ++round) {
    CHECK((run_once(items, 0) == first));
    std::shuffle(items.begin(), items.end(), random);
    CHECK((run_once(items, 1 << 20) == first));
  }
  return first;
}

std::vector<std::string> findings(const std::vector<Item>& items) {
  return run(items).findings;
}

using Texts = std::vector<std::string>;

AccountContext trunks(std::optional<std::int64_t> twoway,
                      std::optional<std::int64_t> inbound = {}) {
  return {0, 0, twoway, inbound, false};
}
AccountContext limits(std::optional<std::int64_t> twoway) {
  return {0, 0, twoway, {}, true};
}
AccountContext realm(std::string_view name) {
  return {realm_key(name), exact_realm_key(name), {}, {}, false};
}

// With a failover of its only number.
Server leading(std::string_view number, std::string_view to) {
  Server out = server({number});
  out.dids.front().settings.failover = {true, to, {}};
  return out;
}
Server registering(std::string_view user) {
  Server out;
  out.username = user;
  return out;
}
Server known_by(std::string_view address) {
  Server out;
  out.ip = address;
  return out;
}

constexpr std::string_view a = "+14155550101", b = "+14155550102",
                           c = "+14155550103";

TEST_CASE("the latest document of a number says whose it is") {
  const Document claiming{"acc1", "doc1", {1, 0, 0}, {server({a, b})}};
  CHECK(findings({claiming, NumberOf{a, 1, "acc1"}, NumberOf{b, 1, "acc1"}})
            .empty());
  CHECK(findings({NumberOf{a, 1, "acc1"}, claiming, NumberOf{a, 2, "acc2"},
                  NumberOf{b, 1, ""}}) ==
        Texts{"TL0305 acc1/doc1 /servers/0/DIDs/+14155550101: the number is "
              "assigned to account acc2",
              "TL0305 acc1/doc1 /servers/0/DIDs/+14155550102: the number is "
              "assigned to no account"});
  CHECK(findings({claiming, NumberOf{a, 1, "acc1", "callflow"},
                  NumberOf{b, 1, "acc1", "CANARY-7f3a"}}) ==
        Texts{"TL0306 acc1/doc1 /servers/0/DIDs/+14155550101: its own document "
              "says that it is used by callflow",
              "TL0306 acc1/doc1 /servers/0/DIDs/+14155550102: its own document "
              "says that it is used by another application"});
}

// As nearly all documents of numbers are: what they say is kept in less room.
TEST_CASE("of documents of a number as the platform makes them, too") {
  const std::string ours = "0c5be26f1d2a94f3a7b9d2e4c610a018";
  const std::string other = "ffffffff1d2a94f3a7b9d2e4c610a099";
  const Document claiming{ours, "doc1", {1, 0, 0}, {server({a})}};
  const std::string at =
      "TL0305 " + ours + "/doc1 /servers/0/DIDs/+14155550101";
  const NumberOf first{a, 7, ours, "trunkstore", false, "0a1b2c3d"};
  CHECK(findings({claiming, first}).empty());
  CHECK(findings({claiming, first, first}).empty());
  // The revision decides, digit by digit, and before it the generation.
  for (const auto& [generation, hash] : {std::pair{7, "0a1b2c3e"},
                                         {7, "ffffffff"},
                                         {8, "00000000"},
                                         {16777215, "00000000"},
                                         {16777216, "00000000"},
                                         {8, "0000000"},
                                         {8, "NotADigit"}}) {
    INFO(generation << '-' << hash);
    CHECK(findings({NumberOf{a, static_cast<std::uint64_t>(generation), other,
                             "trunkstore", false, hash},
                    claiming, first}) ==
          Texts{at + ": the number is assigned to account " + other});
  }
  for (const auto& [generation, hash] :
       {std::pair{7, "0a1b2c3c"}, {7, "00000000"}, {6, "ffffffff"}}) {
    INFO(generation << '-' << hash);
    CHECK(findings({NumberOf{a, static_cast<std::uint64_t>(generation), other,
                             "trunkstore", false, hash},
                    claiming, first})
              .empty());
  }
}

TEST_CASE("a number without a document is told if others of its range have") {
  const Document claiming{"acc1", "doc1", {1, 0, 0}, {server({a, b})}};
  const std::string why =
      ": the number has no document of its own; others of its range have";
  const std::string at = "TL0314 acc1/doc1 /servers/0/DIDs/";
  const std::string first = at + std::string(a) + why;
  const std::string second = at + std::string(b) + why;
  CHECK(findings({claiming}).empty());
  CHECK(findings({claiming, NumberOf{"+14165550101", 1, "acc1"}}).empty());
  CHECK(findings({claiming, NumberOf{"+442079460123", 1, "acc1"}}).empty());
  CHECK(findings({claiming, NumberOf{a, 1, "acc1"}}) == Texts{second});
  CHECK(findings({claiming, NumberOf{c, 1, "acc2"}}) == Texts{first, second});
  // A number that is not E.164 is in no range.
  CHECK(findings({Document{"acc1", "doc1", {1, 0, 0}, {server({"911", "+1x"})}},
                  NumberOf{a, 1, "acc1"}})
            .empty());
}

TEST_CASE("a number whose document does not say who uses it is told") {
  const Document claiming{"acc1", "doc1", {1, 0, 0}, {server({a})}};
  CHECK(findings({claiming, NumberOf{a, 1, "acc1", ""}}) ==
        Texts{"TL0315 acc1/doc1 /servers/0/DIDs/+14155550101: its own document "
              "does not say that a trunk uses it"});
  // Nobody's number, whoever uses it.
  CHECK(findings({claiming, NumberOf{a, 1, "acc2", ""}}) ==
        Texts{"TL0305 acc1/doc1 /servers/0/DIDs/+14155550101: the number is "
              "assigned to account acc2"});
}

TEST_CASE("a failover of a number's own document is told") {
  CHECK(findings({Document{"acc1", "doc1", {1, 0, 0}, {server({a})}},
                  NumberOf{a, 1, "acc1", "trunkstore", true}}) ==
        Texts{"TL0311 acc1/doc1 /servers/0/DIDs/+14155550101: the failover of "
              "its own document is used in place of any here"});
}

TEST_CASE("of claims of several accounts the owner's is live") {
  const std::vector<Item> items = {
      Document{"acc1", "doc1", {1, 0, 0}, {server({a})}},
      Document{"acc2", "doc2", {1, 0, 0}, {server({a})}},
      NumberOf{a, 1, "acc1"}};
  CHECK(findings(items) ==
        Texts{"TL0302 acc2/doc2 /servers/0/DIDs/+14155550101: also claimed by "
              "account acc1; calls go to account acc1",
              "TL0305 acc2/doc2 /servers/0/DIDs/+14155550101: the number is "
              "assigned to account acc1"});
}

TEST_CASE("users of one realm are found in all documents") {
  CHECK(findings({Document{"acc1", "doc1", {1, 0, 0}, {registering("trunk")}},
                  Document{"acc1", "doc1", {2, 0, 0}, {registering("Trunk")}},
                  Document{"acc1", "doc2", {1, 0, 0}, {registering("other")}}})
            .empty());
  CHECK(
      findings({Document{"acc1", "doc1", {1, 0, 0}, {registering("trunk")}},
                Document{"acc1", "doc2", {1, 0, 0}, {registering("TRUNK")}},
                Document{"acc2", "doc1", {1, 0, 0}, {registering("trunk")}}}) ==
      Texts{"TL0308 acc1/doc2 /servers/0/auth/auth_user: the same user and "
            "realm as /servers/0/auth/auth_user of document doc1",
            "TL0308 acc2/doc1 /servers/0/auth/auth_user: the same user and "
            "realm as /servers/0/auth/auth_user of document doc1 of account "
            "acc1"});
}

TEST_CASE("an address of two accounts is told to both") {
  const Document one{"acc1", "doc1", {1, 0, 0}, {known_by("192.0.2.1")}};
  CHECK(findings(
            {one, Document{"acc1", "doc2", {1, 0, 0}, {known_by("192.0.2.1")}}})
            .empty());
  CHECK(findings(
            {one,
             Document{"acc2", "doc2", {1, 0, 0}, {known_by("192.0.2.1")}}}) ==
        Texts{"TL0309 acc1/doc1 /servers/0/auth/ip: also an address of account "
              "acc2",
              "TL0309 acc2/doc2 /servers/0/auth/ip: also an address of account "
              "acc1"});
}

TEST_CASE("failovers in a circle are found over documents and accounts") {
  const Document first{"acc1", "doc1", {1, 0, 0}, {leading(a, b)}};
  const Document second{"acc2", "doc2", {1, 0, 0}, {leading(b, c)}};
  CHECK(findings({first, second}).empty());
  const std::string size =
      ": its failover leads back to it: 3 numbers are in "
      "the circle";
  CHECK(
      findings({first, second,
                Document{"acc1", "doc3", {1, 0, 0}, {leading(c, "4155550101")}},
                Document{"acc1", "doc4", {1, 0, 0}, {leading("+1999", a)}}}) ==
      Texts{"TL0310 acc1/doc1 /servers/0/DIDs/+14155550101" + size,
            "TL0310 acc1/doc3 /servers/0/DIDs/+14155550103" + size,
            "TL0310 acc2/doc2 /servers/0/DIDs/+14155550102" + size});
  // A version that does not count.
  CHECK(findings({first, second,
                  Document{"acc1", "doc3", {1, 0, 0}, {leading(c, a)}},
                  Document{"acc1", "doc3", {2, 0, 0}, {leading(c, "+1999")}}})
            .empty());
  // A number that leads to itself is another matter.
  CHECK(
      findings({Document{"acc1", "doc1", {1, 0, 0}, {leading(a, a)}}}).empty());
}

TEST_CASE("numbers have keys that sort as they do") {
  const std::vector<std::string_view> numbers = {
      "+0",    "+00",          "+1",
      "+10",   "+14155550100", "+141555501001",
      "+1416", "+2",           "+999999999999999"};
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    CHECK(number_key("a", numbers[i - 1]) < number_key("b", numbers[i]));
  }
  CHECK(number_key("a", "+1") == number_key("b", "+1"));
  CHECK(number_key("a", "+12345678901234567") ==
        number_key("b", "+12345678901234567"));
  CHECK(number_key("a", "100") != number_key("b", "100"));
  CHECK(realm_key("A.example.com") == realm_key("a.EXAMPLE.com"));
  CHECK(realm_key("a") != realm_key("b"));
}

TEST_CASE("of versions the highest rank counts") {
  const Outcome outcome =
      run({Document{"a", "t", {1, 0, 1}, {server({"+1"})}},
           Document{"a", "t", {3, 0, 1}, {server({"+2"})}},
           Document{"a", "t", {2, 0, 1}, {server({"+3"})}},
           Document{"b", "t", {1, 0, 2}, {server({"+1", "+2", "+3"})}}});
  CHECK(outcome.accepted == 2);
  CHECK(outcome.findings ==
        Texts{"TL0302 a/t /servers/0/DIDs/+2: also claimed by account b",
              "TL0302 b/t /servers/0/DIDs/+2: also claimed by account a"});
}

TEST_CASE("a deleted version takes the place of older ones, and gives it up") {
  const auto versions = [](std::uint64_t deleted_at) {
    return run(
        {Document{"a", "t", {2, 0, 1}, {server({"+1"})}},
         Document{"a", "t", {deleted_at, 0, 0}, {}, {}, Document::deleted},
         Document{"b", "t", {1, 0, 2}, {server({"+1"})}}});
  };
  CHECK(versions(3).accepted == 1);
  CHECK(versions(3).deleted == 0);
  CHECK(versions(3).findings.empty());
  CHECK(versions(1).accepted == 0);
  CHECK(versions(1).deleted == 1);
  CHECK(versions(1).findings.size() == 2);
}

TEST_CASE("a version that comes twice takes part once") {
  const Document document{"a", "t", {1, 0, 1}, {server({"+1"})}};
  Document rejected = document;
  rejected.fate = Document::rejected;
  CHECK(run({document, document}).findings.empty());
  CHECK(run({document, document}).accepted == 1);
  CHECK(run({rejected, rejected}).findings.empty());
  CHECK(run({rejected, rejected}).accepted == 0);
}

TEST_CASE("a rejected revision that is later than what is loaded") {
  const auto with_rejected = [](std::uint64_t generation, bool deleted) {
    return findings(
        {Document{"a",
                  "t",
                  {2, 0, 1},
                  {},
                  {},
                  deleted ? Document::deleted : Document::accepted},
         Document{"a", "t", {generation, 0, 2}, {}, {}, Document::rejected}});
  };
  const Texts expected = {
      "TL0012 a/t : this revision was rejected, an older one is loaded"};
  CHECK(with_rejected(3, false) == expected);
  CHECK(with_rejected(1, false).empty());
  CHECK(with_rejected(3, true).empty());
  CHECK(findings({Document{"a", "t", {3, 0, 2}, {}, {}, Document::rejected}})
            .empty());
}

TEST_CASE("within an account the first document and server answers") {
  CHECK(findings({Document{"a", "t2", {1, 0, 1}, {server({"+1", "100"})}},
                  Document{"a",
                           "t1",
                           {1, 0, 2},
                           {server({"+1"}, dead_claim), server({"+1"}, 1),
                            server({"100"}, 0)}}}) ==
        Texts{"TL0301 a/t1 /servers/0/DIDs/+1: the claim of document t1 "
              "(/servers/1/DIDs/+1) answers the calls",
              "TL0301 a/t2 /servers/0/DIDs/+1: the claim of document t1 "
              "(/servers/1/DIDs/+1) answers the calls",
              "TL0301 a/t2 /servers/0/DIDs/100: the claim of document t1 "
              "(/servers/2/DIDs/100) answers the calls"});
}

TEST_CASE("short numbers are local to their account, all others are not") {
  CHECK(findings({Document{"a", "t", {1, 0, 1}, {server({"100", "911"})}},
                  Document{"b", "t", {1, 0, 2}, {server({"100", "911"})}}})
            .empty());
  const std::string odd = "/servers/0/DIDs/+12345678901234567";
  CHECK(
      findings(
          {Document{"a", "t", {1, 0, 1}, {server({"+12345678901234567"})}},
           Document{"b", "t", {1, 0, 2}, {server({"+12345678901234567"})}},
           Document{"c", "t", {1, 0, 3}, {server({"+12345678901234567"})}}}) ==
      Texts{"TL0302 a/t " + odd + ": also claimed by account c",
            "TL0302 b/t " + odd + ": also claimed by account a",
            "TL0302 c/t " + odd + ": also claimed by account a"});
}

TEST_CASE("claims of rejected documents are in force") {
  const Document rejected{
      "a", "t1", {1, 0, 1}, {server({"+1"})}, trunks(9), Document::rejected};
  CHECK(
      findings({rejected,
                Document{"a", "t2", {1, 0, 2}, {server({"+1"})}, trunks(2)}}) ==
      Texts{"TL0301 a/t2 /servers/0/DIDs/+1: the claim of document t1 "
            "(/servers/0/DIDs/+1) answers the calls, but is rejected"});
  // Versions of one document do not compete.
  Document later = rejected;
  later.rank = {2, 0, 2};
  CHECK(findings({rejected, later}).empty());
}

TEST_CASE("the limits in force") {
  const Document two{"a", "t1", {1, 0, 1}, {}, trunks(2, 1)};
  const Document three{"a", "t2", {1, 0, 2}, {}, trunks(3)};
  CHECK(findings({two, three}) ==
        Texts{"TL0303 a/t1 /account/trunks: it has 2, in force are 3"});
  CHECK(findings({two, three, Context{"a", Kind::limits, {1, 0, 0}, limits(9)},
                  Context{"a", Kind::limits, {2, 0, 0}, limits(2)},
                  Context{"b", Kind::limits, {3, 0, 0}, limits(3)}}) ==
        Texts{"TL0303 a/t2 /account/trunks: it has 3, in force are 2"});
  // A deleted one says nothing.
  CHECK(findings({two, three, Context{"a", Kind::limits, {1, 0, 0}, limits(9)},
                  Context{"a", Kind::limits, {2, 0, 0}, {}}}) ==
        Texts{"TL0303 a/t1 /account/trunks: it has 2, in force are 3"});
}

TEST_CASE("realms that are not the account's") {
  const Document document{"a", "t", {1, 0, 1}, {}, realm("R.example.com")};
  const Texts stale = {
      "TL0304 a/t /account/auth_realm: expected the account's realm, "
      "found another"};
  CHECK(findings({document}).empty());
  CHECK(
      findings({document,
                Context{"a", Kind::account, {1, 0, 0}, realm("R.example.com")}})
          .empty());
  CHECK(findings(
            {document,
             Context{"a", Kind::account, {1, 0, 0}, realm("r.example.com")}}) ==
        Texts{"TL0312 a/t /account/auth_realm: the account's realm in another "
              "case"});
  CHECK(findings(
            {document,
             Context{"b", Kind::account, {1, 0, 0}, realm("s.example.com")}}) ==
        Texts{"TL0313 a/t /pvt_account_id: the account's own document is not "
              "among the inputs"});
  CHECK(
      findings({document,
                Context{"a", Kind::account, {1, 0, 0}, realm("r.example.com")},
                Context{"a", Kind::account, {2, 0, 0}, realm("s.example.com")},
                Context{"a", Kind::limits, {3, 0, 0}, limits(1)}}) == stale);
}

TEST_CASE("thousands of documents, in files") {
  std::mt19937 random(9);
  const auto pick = [&](const char* prefix, unsigned count) {
    return prefix + std::to_string(random() % count);
  };
  std::vector<std::string> numbers;
  for (int i = 0; i < 4000; ++i) numbers.push_back(pick("+1", 3000));
  for (int i = 0; i < 400; ++i) numbers.push_back(pick("", 300));
  std::vector<Item> items;
  for (std::uint64_t i = 0; i < 4000; ++i) {
    if (random() % 4 == 0) {
      items.push_back(
          Context{pick("a", 300),
                  random() % 2 ? Kind::account : Kind::limits,
                  {random() % 5, 0, i},
                  random() % 3 ? realm(pick("r", 2)) : limits(random() % 3)});
      continue;
    }
    Document document{pick("a", 300), pick("t", 5), {random() % 5, 0, i}};
    document.says = random() % 2 ? realm(pick("r", 2)) : trunks(random() % 3);
    document.servers = {server({numbers[random() % numbers.size()]}),
                        server({numbers[random() % numbers.size()]})};
    if (random() % 8 == 0) document.fate = Document::deleted;
    if (random() % 8 == 0) document.fate = Document::rejected;
    items.push_back(document);
  }
  const Outcome outcome = run(items);
  CHECK(outcome.findings.size() > 1000);
  CHECK(outcome.accepted > 500);
  CHECK(outcome.deleted > 50);
}

}  // namespace
}  // namespace trunklift
