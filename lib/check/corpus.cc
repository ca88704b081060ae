// What is remembered of all documents, for what depends on several of them.
#include "check/corpus.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "check/rules.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

// Who answers comes first: claims that are not dead, then the lowest document
// id, then the platform's order of its servers. The rest only makes the order
// complete.
auto precedence(const Claim& claim) {
  return std::tuple(std::string_view(claim.account_id),
                    claim.rank >= dead_claim,
                    std::string_view(claim.document_id), claim.rank,
                    claim.server, claim.rejected, claim.content);
}

// Whether claims are on one number; short ones are local to their account.
bool same_number(const Claim& a, const Claim& b) {
  return a.number == b.number &&
         (a.number.starts_with('+') || a.account_id == b.account_id);
}

// In an order that only depends on what is said, not on when it was read.
void emit_sorted(std::vector<LateFinding>& findings, const Corpus::Emit& emit) {
  const auto key = [](const LateFinding& f) {
    return std::tie(f.account_id, f.document_id, f.finding.rule->id,
                    f.finding.pointer, f.finding.message);
  };
  std::sort(findings.begin(), findings.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (const LateFinding& finding : findings) emit(finding);
}

}  // namespace

std::string pointer_of(const Claim& claim) {
  std::string pointer = "/servers/" + std::to_string(claim.server) + "/DIDs";
  append_token(pointer, claim.number);
  return pointer;
}

void CorpusReport::add(DocumentRef document, std::string pointer,
                       std::string message) {
  DocumentTexts texts = load_document(documents_, document);
  findings_.push_back({std::move(texts.account_id),
                       std::move(texts.document_id),
                       texts.origin,
                       {&rule_,
                        rule_.severity,
                        rule_.effect,
                        {},
                        std::move(pointer),
                        std::move(message),
                        {}}});
}

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
      numbers_(memory / 4),
      statements_(memory / 4) {}

void Corpus::add(Hash128 version, const Rank& rank, const Summary& summary) {
  const DocumentRef document = documents_.append(summary.record);
  const bool rejected = summary.rejected;
  versions_.add(
      {version, rank, document, rejected ? State::rejected : State::accepted});
  for (const Summary::Number& number : summary.numbers) {
    numbers_.add({number.key, document, number.claim, rejected});
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

void Corpus::add_context(std::string_view account_id, Kind kind,
                         const Rank& rank, const AccountContext& says) {
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
  // The same one twice counts once.
  for (auto at = rejected; at != versions.end(); ++at) {
    const auto next = std::next(at);
    if (next != versions.end() && next->rank == at->rank) drop(at->document);
  }
  const Version& loaded = versions.front();
  if (rejected == versions.end() || loaded.state != State::accepted ||
      rejected->rank <= loaded.rank) {
    return;
  }
  std::vector<LateFinding> findings;
  CorpusReport(rule::older_revision_loaded, documents_, findings)
      .add(rejected->document, "",
           "this revision was rejected, an older one is loaded");
  emit_sorted(findings, emit);
}

void Corpus::check_number(std::span<const Number> numbers, const RuleSet& rules,
                          const Emit& emit) {
  if (numbers.size() < 2) return;
  std::vector<Claim> claims;
  for (const Number& number : numbers) {
    if (!counts(number.document)) continue;
    claims.push_back(load_claim(documents_, number.document, number.claim));
    claims.back().rejected = number.rejected;
  }
  std::sort(claims.begin(), claims.end(), [](const auto& a, const auto& b) {
    return std::pair(std::string_view(a.number), precedence(a)) <
           std::pair(std::string_view(b.number), precedence(b));
  });
  std::vector<LateFinding> findings;
  for (auto first = claims.begin(); first != claims.end();) {
    const auto last = std::find_if(first, claims.end(), [&](const Claim& c) {
      return !same_number(*first, c);
    });
    for (const NumberRule* rule : rules.number) {
      CorpusReport report(rule->rule, documents_, findings);
      rule->check({first, last}, report);
    }
    first = last;
  }
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
      account.context.realm = statement.says.realm;
    } else if (is_latest) {
      const std::uint64_t realm = account.context.realm;
      account.context = statement.says;
      account.context.realm = realm;
    }
  }
  std::vector<LateFinding> findings;
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
  numbers_.for_each_group(
      [](const auto& a, const auto& b) { return a.key == b.key; },
      [&](auto group) { check_number(group, rules, emit); });
  statements_.for_each_group(
      [](const auto& a, const auto& b) { return a.account == b.account; },
      [&](auto group) { check_account(group, rules, emit); });
  return superseded;
}

}  // namespace trunklift
