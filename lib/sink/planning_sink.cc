// Changes wait in a log, because a later version may take one back.
#include "sink/planning_sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include "base/spill_log.h"
#include "ledger/decision.h"

namespace trunklift {
namespace {

constexpr std::size_t most_memory = std::size_t{64} << 20;
constexpr std::size_t log_memory = std::size_t{8} << 20;
constexpr std::size_t changes_at_once = 2000;

// Changes in the order in which they came, some of which do not hold any more.
class ChangeLog {
  template <typename Planned>
  static auto texts(Planned& change) {
    return std::array{&change.account_id, &change.document_id, &change.before,
                      &change.after};
  }

public:
  std::uint64_t add(const PlannedChange& change) {
    record_.clear();
    put(static_cast<std::uint64_t>(change.action));
    put(static_cast<std::uint64_t>(change.kind));
    for (const std::uint64_t count : change.rows_after) put(count);
    for (const std::string* text : texts(change)) {
      put(text->size());
      record_ += *text;
    }
    const std::uint64_t size = record_.size();
    std::string framed(reinterpret_cast<const char*>(&size), sizeof size);
    return log_.append(framed + record_);
  }

  void take_back(std::uint64_t position) { gone_.insert(position); }

  template <typename Each>
  void for_each(const Each& each) const {
    std::uint64_t at = 0;
    while (at < log_.size()) {
      std::uint64_t size = 0;
      log_.read(at, &size, sizeof size);
      if (!gone_.contains(at)) {
        each(change_of(log_.text(at + sizeof size, size)));
      }
      constexpr std::uint64_t step = SpillLog::alignment;
      at += (sizeof size + size + step - 1) / step * step;
    }
  }

private:
  void put(std::uint64_t number) {
    record_.append(reinterpret_cast<const char*>(&number), sizeof number);
  }

  static std::uint64_t take(std::string_view& record) {
    std::uint64_t number = 0;
    std::memcpy(&number, record.data(), sizeof number);
    record.remove_prefix(sizeof number);
    return number;
  }

  static PlannedChange change_of(std::string_view record) {
    PlannedChange out;
    out.action = static_cast<Action>(take(record));
    out.kind = static_cast<Kind>(take(record));
    for (std::uint64_t& count : out.rows_after) count = take(record);
    for (std::string* text : texts(out)) {
      const std::uint64_t size = take(record);
      *text = record.substr(0, size);
      record.remove_prefix(size);
    }
    return out;
  }

  SpillLog log_{log_memory};
  std::set<std::uint64_t> gone_;
  std::string record_;
};

// What the run has decided of a document so far.
struct Decided {
  Hash128 key;
  std::uint64_t position : 56;  // in the log, + 2; 1 if it is not in there
  std::uint64_t decision : 7;
  std::uint64_t used : 1;

  static std::uint64_t place_of(Hash128 its) { return its.low; }
  std::uint64_t place() const { return key.low; }
  bool is_empty() const { return !used; }
  bool belongs_to(Hash128 other) const { return key == other; }
  void name(Hash128 its) {
    key = its;
    used = 1;
  }
};

Action action_of(Decision decision) {
  switch (decision) {
    case Decision::insert: return Action::insert;
    case Decision::update: return Action::update;
    case Decision::remove:
    case Decision::note_removal: return Action::remove;
    case Decision::keep: return Action::reject;
    case Decision::superseded: return Action::superseded;
    case Decision::none:
    case Decision::unchanged: break;
  }
  return Action::unchanged;
}

Action action_of(AtEnd what) {
  switch (what) {
    case AtEnd::restore: return Action::restore;
    case AtEnd::vanish: return Action::vanish;
    case AtEnd::prune: return Action::prune;
    case AtEnd::stays:
    case AtEnd::elsewhere: break;
  }
  return Action::unchanged;
}

RowCounts rows_of(const Records& records) {
  RowCounts out = {};
  for (const Row& row : records.rows) {
    switch (row.table) {
      case TableId::trunk: ++out[0]; break;
      case TableId::device: ++out[1]; break;
      case TableId::phone_number: ++out[2]; break;
      default: break;
    }
  }
  return out;
}

class PlanningSink : public Sink {
public:
  PlanningSink(const SinkRequest& request, PlanSource source)
      : planned_(*request.planned),
        source_(std::move(source)),
        stored_(std::min(request.memory, most_memory)),
        memory_{std::min(request.memory, most_memory)} {
    source_.read(stored_);
  }

  // Decides beside what the target has, which is not what an earlier version of
  // this run made of it: nothing is noted.
  Bucket write(const Delivery& delivery) override {
    const Known& known = stored_.meet(delivery);
    Decision decision = decide(known, delivery);
    if (decision == Decision::none) {
      if (delivery.replaces) take_back(decided_of(delivery.identity));
      return bucket_of(delivery, decision);
    }
    PlannedChange change;
    change.kind = delivery.identity.kind;
    change.account_id = delivery.identity.account_id;
    change.document_id = delivery.identity.document_id;
    std::visit([&](const auto& what) { describe(change, known, what); },
               delivery.what);
    if (decision == Decision::keep) {
      change.action = action_of(decision);
      change.after = delivery.identity.content.hex();
      log_.add(change);
    } else {
      decision = plan(delivery, decision, change);
    }
    return bucket_of(delivery, decision);
  }

  Missing finish(const RunEnd& end) override {
    const Missing out = source_.find_missing(
        stored_, end.covers,
        [&](AtEnd what, std::string_view account, std::string_view document) {
          PlannedChange change;
          change.action = action_of(what);
          change.account_id = account;
          change.document_id = document;
          change.before = stored_.of(account, document).records.hex();
          if (what != AtEnd::prune) change.after = change.before;
          log_.add(change);
        });
    std::vector<PlannedChange> changes;
    log_.for_each([&](PlannedChange&& change) {
      changes.push_back(std::move(change));
      if (changes.size() == changes_at_once) tell(changes);
    });
    tell(changes);
    return out;
  }

private:
  // What there was and what there will be, if the decision changes anything.
  static void describe(PlannedChange& change, const Known& known,
                       const Delivery::Load& load) {
    if (known.in_target) change.before = known.records.hex();
    change.after = load.record_hash.hex();
    change.rows_after = rows_of(load.records);
  }
  static void describe(PlannedChange& change, const Known& known,
                       const Delivery::Remove& /*remove*/) {
    if (known.in_target) change.before = known.records.hex();
  }
  static void describe(PlannedChange& /*change*/, const Known& /*known*/,
                       const Delivery::Reject& /*reject*/) {}
  static void describe(PlannedChange& change, const Known& known,
                       const Delivery::Context& context) {
    if (known.in_target) change.before = fmt::format("{:016x}", known.content);
    if (context.records.rows.empty()) return;
    change.after = fmt::format("{:016x}", context.record_hash.high);
  }

  // Returns the decision in all, with what an earlier version of this run did.
  Decision plan(const Delivery& delivery, Decision decision,
                PlannedChange& change) {
    Decided& decided = decided_of(delivery.identity);
    auto& counts = counts_of(delivery.identity.kind);
    if (delivery.replaces && decided.position > 0) {
      const auto earlier = static_cast<Decision>(decided.decision);
      decision = in_place_of(earlier, decision);
      if (changes_rows(earlier)) {
        take_back(decided);
      } else {
        --counts[static_cast<std::size_t>(action_of(earlier))];
      }
    }
    change.action = action_of(decision);
    decided.decision = static_cast<std::uint64_t>(decision) & 127;
    decided.position = 1;
    if (changes_rows(decision)) {
      // 1 is nothing in the log, whose first record is at 0.
      decided.position =
          (log_.add(change) + 2) & ((std::uint64_t{1} << 56) - 1);
    } else {
      ++counts[static_cast<std::size_t>(change.action)];
    }
    return decision;
  }

  Decided& decided_of(const Identity& identity) {
    return decided_
        .get(FieldHash()
                 .add(static_cast<std::int64_t>(identity.kind))
                 .add(identity.account_id)
                 .add(identity.document_id)
                 .finish())
        .entry;
  }

  void take_back(Decided& decided) {
    if (decided.position > 1) log_.take_back(decided.position - 2);
    decided.position = 0;
  }

  void tell(std::vector<PlannedChange>& changes) {
    source_.look_up(changes);
    for (const PlannedChange& change : changes) {
      ++counts_of(change.kind)[static_cast<std::size_t>(change.action)];
      for (std::size_t i = 0; i < change.rows_before.size(); ++i) {
        planned_.rows_before[i] += change.rows_before[i];
        const bool stays = change.action == Action::vanish ||
                           change.action == Action::restore ||
                           change.action == Action::reject;
        planned_.rows_after[i] +=
            stays ? change.rows_before[i] : change.rows_after[i];
      }
      if (planned_.each) planned_.each(change);
    }
    changes.clear();
  }

  std::array<std::uint64_t, action_count>& counts_of(Kind kind) {
    return planned_.counts[static_cast<std::size_t>(kind)];
  }

  PlannedRun& planned_;
  PlanSource source_;
  KnownDocuments stored_;
  TableMemory memory_;
  HashTable<Decided> decided_{memory_};
  ChangeLog log_;
};

}  // namespace

std::string_view action_name(Action action) {
  constexpr std::string_view names[] = {"insert",  "update",    "remove",
                                        "reject",  "vanish",    "prune",
                                        "restore", "unchanged", "superseded"};
  return names[static_cast<std::size_t>(action)];
}

std::unique_ptr<Sink> open_planning_sink(const SinkRequest& request,
                                         PlanSource source) {
  return std::make_unique<PlanningSink>(request, std::move(source));
}

}  // namespace trunklift
