// Sorts each kind of record, and looks at one group after the other.
#include "check/corpus.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "check/failover_graph.h"
#include "check/rules.h"
#include "model/number.h"

namespace trunklift {
namespace {

// The claim that answers comes first: claims that are not dead, then the lowest
// document id, then the platform's order of servers. The rest only makes the
// order complete.
auto precedence(const Claim& claim) {
  return std::tuple(std::string_view(claim.account_id),
                    claim.rank >= dead_claim,
                    std::string_view(claim.document_id), claim.rank,
                    claim.server, claim.rejected, claim.content);
}

// Sorts findings by their contents, so that their order does not depend on the
// order of the input.
void emit_sorted(std::vector<CorpusFinding>& findings,
                 const Corpus::Emit& emit) {
  const auto key = [](const CorpusFinding& f) {
    return std::tie(f.account_id, f.document_id, f.finding.rule->id,
                    f.finding.pointer, f.finding.message);
  };
  std::sort(findings.begin(), findings.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (const CorpusFinding& finding : findings) emit(finding);
}

}  // namespace

bool Corpus::Version::operator<(const Version& other) const {
  const auto group = [](const Version& v) {
    return std::tuple(v.key, v.state == State::rejected);
  };
  if (const auto order = group(*this) <=> group(other); order != 0) {
    return order < 0;
  }
  if (rank != other.rank) return rank > other.rank;
  return document < other.document;
}

bool Corpus::Statement::operator<(const Statement& other) const {
  if (account != other.account) return account < other.account;
  const bool is_document = kind == Kind::trunkstore;
  if (is_document != (other.kind == Kind::trunkstore)) return !is_document;
  if (kind != other.kind) return kind < other.kind;
  if (rank != other.rank) return rank > other.rank;
  return document < other.document;
}

Corpus::Corpus(std::size_t memory)
    : documents_(memory / 4),
      versions_(memory / 4),
      mentions_(memory / 4),
      failovers_(memory / 4),
      statements_(memory / 4) {}

void Corpus::add(Hash128 version, const Rank& rank, const Summary& summary) {
  const DocumentRef document = documents_.append(summary.record);
  const bool rejected = summary.rejected;
  versions_.add(
      {version, rank, document, rejected ? State::rejected : State::accepted});
  const auto account = static_cast<std::uint32_t>(summary.account.low);
  for (const Summary::CorpusKey& mention : summary.mentions) {
    const std::uint32_t marked = mention.marks ? CorpusKey::marked : 0;
    mentions_.add({mention.key, document, mention.claim | marked, account,
                   static_cast<std::uint64_t>(mention.sort) |
                       (rejected ? CorpusKey::rejected : std::uint64_t{0})});
  }
  for (const auto& [from, to, claim] : summary.failovers) {
    failovers_.add({from, to, document, claim, true});
    failovers_.add({to, from, document, claim, false});
  }
  statements_.add({summary.account,
                   {},
                   document,
                   summary.says,
                   Kind::trunkstore,
                   rejected});
}

void Corpus::add_deleted(Hash128 version, const Rank& rank) {
  versions_.add({version, rank, 0, State::deleted});
}

void Corpus::add_number(const NumberDocument& number) {
  documented_.set(NumberRange::of(number.key));
  any_document_without_plus_ |= (number.features & without_plus) != 0;
  const Hash128 account = account_key(number.account_id);
  const auto account_bits = static_cast<std::uint32_t>(account.low);
  if (const auto usual = UsualNumber::of(number)) {
    mentions_.add(CorpusKey(number.key, record_of(usual->account, account),
                            account_bits, *usual));
    return;
  }
  make_record(number, record_);
  mentions_.add({number.key, documents_.append(record_), 0, account_bits,
                 CorpusKey::is_document});
}

// The record of an account's id. Numbers of one account mostly come together,
// so a cache avoids most copies of the id.
std::uint64_t Corpus::record_of(const PackedId& account, const Hash128& key) {
  constexpr std::size_t most = 1024;
  if (known_accounts_.empty()) known_accounts_.resize(most);
  KnownAccount& known = known_accounts_[key.high % most];
  if (known.key != key) {
    record_.assign(reinterpret_cast<const char*>(&account), sizeof account);
    known = {key, documents_.append(record_)};
  }
  return known.record;
}

StoredNumber Corpus::load(const CorpusKey& document) const {
  if (!document.has(CorpusKey::is_usual)) {
    return load_number(documents_, document.record());
  }
  UsualNumber number{{}, document.generation(), document.claim};
  documents_.read(document.record(), &number.account, sizeof number.account);
  return StoredNumber(number);
}

void Corpus::add_context(std::string_view account_id, Kind kind,
                         const Rank& rank, const AccountContext& says) {
  any_account_document_ |= kind == Kind::account;
  statements_.add({account_key(account_id), rank, 0, says, kind, false});
}

void Corpus::drop(DocumentRef document) {
  if (dropped_.empty())
    dropped_.resize(documents_.size() / SpillLog::alignment);
  dropped_[document / SpillLog::alignment] = true;
}

bool Corpus::counts(DocumentRef document) const {
  return dropped_.empty() || !dropped_[document / SpillLog::alignment];
}

void Corpus::settle_version(std::span<const Version> versions, const Emit& emit,
                            Superseded& superseded) {
  const auto rejected =
      std::find_if(versions.begin(), versions.end(),
                   [](const Version& v) { return v.state == State::rejected; });
  for (auto at = versions.begin(); at != rejected; ++at) {
    if (at == versions.begin()) continue;
    if (at->state == State::deleted) {
      ++superseded.deleted;
    } else {
      ++superseded.accepted;
      drop(at->document);
    }
  }
  report_twins(
      versions.first(static_cast<std::size_t>(rejected - versions.begin())),
      emit);
  // The same rejected version counts once, even if it comes twice.
  for (auto at = rejected; at != versions.end(); ++at) {
    const auto next = std::next(at);
    if (next != versions.end() && next->rank == at->rank) drop(at->document);
  }
  const Version& loaded = versions.front();
  if (rejected == versions.end() || loaded.state != State::accepted ||
      rejected->rank <= loaded.rank) {
    return;
  }
  std::vector<CorpusFinding> findings;
  CorpusReport(rule::older_revision_loaded, documents_, findings)
      .add(rejected->document, "",
           "this revision was rejected, an older one is loaded");
  emit_sorted(findings, emit);
}

// Whether a number has one claim and one document, which agree. Most numbers
// are so, and have no findings.
bool Corpus::is_plain(std::span<const CorpusKey> mentions) {
  if (mentions.size() != 2 || mentions[0].account != mentions[1].account) {
    return false;
  }
  const auto is_usual = [](const CorpusKey& mention) {
    return mention.has(CorpusKey::is_document) &&
           mention.has(CorpusKey::is_usual);
  };
  return is_usual(mentions[0]) != is_usual(mentions[1]) &&
         !mentions[0].is_marked() && !mentions[1].is_marked() &&
         mentions[0].sort() == mentions[1].sort();
}

// Reports documents that have the same id and revision but different contents.
void Corpus::report_twins(std::span<const Version> versions, const Emit& emit) {
  std::vector<CorpusFinding> findings;
  CorpusReport report(rule::two_documents_one_id, documents_, findings);
  for (std::size_t i = 1; i < versions.size(); ++i) {
    const Version& version = versions[i];
    const Version& before = versions[i - 1];
    if (version.state != State::accepted || before.state != State::accepted ||
        version.rank.generation != before.rank.generation ||
        version.rank.revision != before.rank.revision ||
        version.rank.content == before.rank.content) {
      continue;
    }
    report.add(version.document, "/_id",
               "another document of this id and revision counts");
  }
  emit_sorted(findings, emit);
}

// Looks at all records of one key. If a number has several documents, the
// latest counts; if two have the same rank, their contents decide.
void Corpus::check_mentions(std::span<const CorpusKey> mentions,
                            const RuleSet& rules, const Emit& emit) {
  const std::size_t range = NumberRange::of(mentions.front().key);
  const bool in_documented = range < documented_.size() && documented_[range];
  if (mentions.size() == 1 && !mentions.front().is_marked() &&
      (!in_documented || mentions.front().has(CorpusKey::is_document))) {
    return;
  }
  if (is_plain(mentions)) return;
  std::vector<Claim> claims[4];  // by Claim::Sort
  std::optional<StoredNumber> number;
  const auto counts_more = [](const StoredNumber& a, const StoredNumber& b) {
    return std::tie(a.rank, a.says.account_id, a.says.used_by,
                    a.says.features) >
           std::tie(b.rank, b.says.account_id, b.says.used_by, b.says.features);
  };
  for (const CorpusKey& mention : mentions) {
    if (mention.has(CorpusKey::is_document)) {
      StoredNumber other = load(mention);
      if (!number || counts_more(other, *number)) number = std::move(other);
    } else if (counts(mention.record())) {
      auto& list = claims[static_cast<std::size_t>(mention.sort())];
      list.push_back(load_claim(documents_, mention.record(),
                                mention.claim & ~CorpusKey::marked,
                                mention.sort()));
      list.back().rejected = mention.has(CorpusKey::rejected);
    }
  }
  std::vector<CorpusFinding> findings;
  const auto of = [&](Claim::Sort sort) -> std::vector<Claim>& {
    return claims[static_cast<std::size_t>(sort)];
  };
  const auto look = [&](std::vector<Claim>& list,
                        std::span<const ClaimRule* const> its) {
    if (list.size() < 2) return;
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
      return precedence(a) < precedence(b);
    });
    for (const ClaimRule* rule : its) {
      CorpusReport report(rule->rule, documents_, findings);
      rule->check(list, report);
    }
  };
  look(of(Claim::Sort::user), rules.user);
  look(of(Claim::Sort::address), rules.address);
  std::vector<Claim> numbers = std::move(of(Claim::Sort::number));
  for (Claim& parked : of(Claim::Sort::parked)) {
    numbers.push_back(std::move(parked));
  }
  check_number(std::move(numbers), number ? &number->says : nullptr,
               in_documented, rules, findings);
  emit_sorted(findings, emit);
}

void Corpus::check_number(std::vector<Claim> claims,
                          const Assignment* assignment, bool in_documented,
                          const RuleSet& rules,
                          std::vector<CorpusFinding>& findings) {
  // Parked numbers are normalized, so that they are sorted with the claims on
  // the same number.
  const auto number = [](const Claim& claim) {
    return claim.sort == Claim::Sort::parked ? normalized_number(claim.number)
                                             : claim.number;
  };
  std::sort(claims.begin(), claims.end(), [&](const auto& a, const auto& b) {
    const std::string x = number(a), y = number(b);
    return std::pair(std::string_view(x), precedence(a)) <
           std::pair(std::string_view(y), precedence(b));
  });
  for (auto first = claims.begin(); first != claims.end();) {
    const auto last = std::find_if(first, claims.end(), [&](const Claim& c) {
      const std::string x = number(*first), y = number(c);
      return x != y ||
             !(x.starts_with('+') || first->account_id == c.account_id);
    });
    const auto parked = std::stable_partition(first, last, [](const Claim& c) {
      return c.sort != Claim::Sort::parked;
    });
    const NumberClaims all{{first, parked},
                           {parked, last},
                           assignment,
                           in_documented,
                           any_document_without_plus_};
    for (const NumberRule* rule : rules.number) {
      CorpusReport report(rule->rule, documents_, findings);
      rule->check(all, report);
    }
    first = last;
  }
}

// A number can be in a circle only if failovers lead both to it and from it.
// Few numbers are so; all of them go into one graph.
void Corpus::check_failovers(const Emit& emit) {
  FailoverGraph graph;
  failovers_.for_each_group(
      [](const auto& a, const auto& b) { return a.key == b.key; },
      [&](std::span<const Failover> group) {
        const auto leaves = [](const Failover& f) { return f.leaves; };
        if (std::all_of(group.begin(), group.end(), leaves) ||
            std::none_of(group.begin(), group.end(), leaves)) {
          return;
        }
        for (const Failover& failover : group) {
          if (!failover.leaves || !counts(failover.document)) continue;
          graph.add(failover.key, failover.other,
                    {failover.document, failover.claim});
        }
      });
  std::vector<CorpusFinding> findings;
  CorpusReport report(rule::failover_circle, documents_, findings);
  graph.each_in_circle([&](const FailoverGraph::Claim& at, std::size_t size) {
    const Claim claim =
        load_claim(documents_, at.document, at.claim, Claim::Sort::number);
    report.add(claim, "its failover leads back to it: " + std::to_string(size) +
                          " numbers are in the circle");
  });
  emit_sorted(findings, emit);
}

void Corpus::check_account(std::span<const Statement> statements,
                           const RuleSet& rules, const Emit& emit) {
  if (statements.back().kind != Kind::trunkstore) return;
  Account account;
  Kind last = Kind::other;
  for (const Statement& statement : statements) {
    const bool is_latest =
        statement.kind != std::exchange(last, statement.kind);
    if (statement.kind == Kind::trunkstore) {
      if (!counts(statement.document)) continue;
      account.documents.push_back(
          {statement.document, statement.says, statement.rejected});
    } else if (is_latest && statement.kind == Kind::account) {
      account.has_document = true;
      account.context.realm = statement.says.realm;
      account.context.exact_realm = statement.says.exact_realm;
    } else if (is_latest) {
      const AccountContext before = account.context;
      account.context = statement.says;
      account.context.realm = before.realm;
      account.context.exact_realm = before.exact_realm;
    }
  }
  account.others_have_documents = any_account_document_;
  std::vector<CorpusFinding> findings;
  for (const AccountRule* rule : rules.account) {
    CorpusReport report(rule->rule, documents_, findings);
    rule->check(account, report);
  }
  emit_sorted(findings, emit);
}

Corpus::Superseded Corpus::finish(const RuleSet& rules, const Emit& emit) {
  Superseded superseded;
  versions_.for_each_group(
      [](const auto& a, const auto& b) { return a.key == b.key; },
      [&](auto group) { settle_version(group, emit, superseded); });
  mentions_.for_each_group(
      [](const auto& a, const auto& b) { return a.key == b.key; },
      [&](auto group) { check_mentions(group, rules, emit); });
  if (!rules.number.empty()) check_failovers(emit);
  statements_.for_each_group(
      [](const auto& a, const auto& b) { return a.account == b.account; },
      [&](auto group) { check_account(group, rules, emit); });
  return superseded;
}

}  // namespace trunklift
