// Sorts marks by account, document and version, and adds them up group by
// group.
#include "pipeline/readiness.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace trunklift {
namespace {

std::size_t index_of(Ready ready) { return static_cast<std::size_t>(ready); }

// The marks of one account or document, added up.
struct Sum {
  Ready ready = Ready::clean;
  std::uint64_t documents = 0;
  std::map<std::uint16_t, Mark> marks;

  void add(const Mark& mark) {
    ready = std::max(ready, mark.ready);
    if (mark.rule == 0) return;
    Mark& known = marks.emplace(mark.rule, mark).first->second;
    known.ready = std::max(known.ready, mark.ready);
    known.blocks |= mark.blocks;
  }
};

}  // namespace

std::vector<Mark> marks_of(std::span<const Finding> findings) {
  std::vector<Mark> out;
  for (const Finding& finding : findings) {
    const Mark mark{number_of(*finding.rule), ready_after(finding),
                    finding.effect == Effect::block};
    if (mark.ready == Ready::clean && !mark.blocks) continue;
    const auto known = std::find_if(
        out.begin(), out.end(),
        [&](const Mark& other) { return other.rule == mark.rule; });
    if (known == out.end()) {
      out.push_back(mark);
    } else {
      known->ready = std::max(known->ready, mark.ready);
      known->blocks |= mark.blocks;
    }
  }
  return out;
}

// Within a document, late records come first, because they count for any
// version. Then comes the version that counts.
bool ReadinessCount::Record::operator<(const Record& other) const {
  const auto key = [](const Record& r) {
    return std::tuple(r.account, r.document, r.state != State::late);
  };
  if (const auto order = key(*this) <=> key(other); order != 0) {
    return order < 0;
  }
  if (rank != other.rank) return rank > other.rank;
  return std::tie(state, mark) < std::tie(other.state, other.mark);
}

ReadinessCount::ReadinessCount(std::size_t memory)
    : names_(memory / 2), records_(memory / 2) {}

std::uint64_t ReadinessCount::name_of(std::string_view account_id,
                                      Hash128 account) {
  if (names_.size() > 0 && account == last_account_) return last_name_;
  const std::uint64_t size = account_id.size();
  std::string text(reinterpret_cast<const char*>(&size), sizeof size);
  text += account_id;
  last_account_ = account;
  return last_name_ = names_.append(text);
}

void ReadinessCount::add(const Record& record, std::span<const Mark> marks) {
  Record each = record;
  if (marks.empty()) records_.add(each);
  for (const Mark& mark : marks) {
    each.mark = mark;
    records_.add(each);
  }
}

void ReadinessCount::add(std::string_view account_id, Hash128 document,
                         const Rank& rank, bool deleted,
                         std::span<const Mark> marks) {
  const Hash128 account = hash128(account_id);
  const std::uint64_t name = name_of(account_id, account);
  if (deleted) {
    add({account, document, rank, name, {}, State::deleted}, {});
  } else {
    add({account, document, rank, name, {}, State::document}, marks);
  }
}

void ReadinessCount::add_late(std::string_view account_id, Hash128 document,
                              std::span<const Mark> marks) {
  if (marks.empty()) return;
  const Hash128 account = hash128(account_id);
  add({account, document, {}, name_of(account_id, account), {}, State::late},
      marks);
}

Readiness ReadinessCount::finish(
    std::span<const Rule* const> rules,
    const std::function<void(const AccountReadiness&)>& account) {
  Readiness out;
  out.unassigned = unassigned_;
  const auto rule_of = [&](std::uint16_t number) {
    return *std::find_if(rules.begin(), rules.end(), [&](const Rule* rule) {
      return number_of(*rule) == number;
    });
  };
  std::map<std::uint16_t, Readiness::Blocker> blockers;
  const auto settle_account = [&](const Record& record, const Sum& sum) {
    if (sum.documents == 0) return;
    ++out.accounts[index_of(sum.ready)];
    std::vector<std::uint16_t> blocking;
    AccountReadiness says;
    for (const auto& [rule, mark] : sum.marks) {
      if (mark.blocks) blocking.push_back(rule);
      if (mark.ready == sum.ready) says.rules.push_back(rule_of(rule));
    }
    for (const std::uint16_t rule : blocking) {
      Readiness::Blocker& blocker =
          blockers.emplace(rule, Readiness::Blocker{rule_of(rule), 0, 0})
              .first->second;
      ++blocker.accounts;
      blocker.alone += blocking.size() == 1;
    }
    if (sum.ready == Ready::clean) return;
    std::uint64_t size = 0;
    names_.read(record.name, &size, sizeof size);
    says.account_id = names_.text(record.name + sizeof size, size);
    says.ready = sum.ready;
    says.documents = sum.documents;
    account(says);
  };

  Sum sum;
  records_.for_each_group(
      [](const Record& a, const Record& b) { return a.account == b.account; },
      [&](std::span<const Record> records) {
        sum = {};
        for (auto at = records.begin(); at != records.end();) {
          const auto end = std::find_if(at, records.end(), [&](const auto& r) {
            return r.document != at->document;
          });
          const auto version = std::find_if(
              at, end, [](const auto& r) { return r.state != State::late; });
          if (version != end && version->state == State::document) {
            Sum document;
            for (auto each = at; each != end; ++each) {
              if (each->state == State::late ||
                  (each->rank == version->rank &&
                   each->state == State::document)) {
                document.add(each->mark);
              }
            }
            ++sum.documents;
            ++out.documents[index_of(document.ready)];
            sum.ready = std::max(sum.ready, document.ready);
            for (const auto& [rule, mark] : document.marks) sum.add(mark);
          }
          at = end;
        }
        settle_account(records.front(), sum);
      });
  for (const auto& [rule, blocker] : blockers) out.blockers.push_back(blocker);
  std::stable_sort(out.blockers.begin(), out.blockers.end(),
                   [](const auto& a, const auto& b) {
                     return std::pair(b.alone, b.accounts) <
                            std::pair(a.alone, a.accounts);
                   });
  return out;
}

}  // namespace trunklift
