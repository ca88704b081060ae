// Works out what a run would do to a target, and does nothing.
#include "sink/planning_sink.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include "base/spill_log.h"

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

// What was decided of a document so far in the run.
struct Decided {
  Hash128 key;
  std::uint64_t position : 56;  // in the log, + 2; 1 if it is not in there
  std::uint64_t action : 7;
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

class PlanningSink : public Sink {
public:
  PlanningSink(const SinkRequest& request, PlanSource source)
      : planned_(*request.planned),
        source_(std::move(source)),
        stored_(std::min(request.memory, most_memory)),
        memory_{std::min(request.memory, most_memory)} {
    source_.read(stored_);
  }

  Bucket write(const Delivery& delivery) override {
    PlannedChange change;
    change.kind = delivery.identity.kind;
    change.account_id = delivery.identity.account_id;
    change.document_id = delivery.identity.document_id;
    return std::visit(
        [&](const auto& what) { return take(delivery, what, change); },
        delivery.what);
  }

  Missing finish(const RunEnd& end) override {
    const Missing out = source_.find_missing(
        stored_, end.covers, [&](const PlanSource::Found& found) {
          PlannedChange change;
          change.action = found.action;
          change.account_id = found.account_id;
          change.document_id = found.document_id;
          const auto& known = stored_.of(found.account_id, found.document_id);
          change.before = known.records.hex();
          if (found.action != Action::prune) change.after = change.before;
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
  Bucket take(const Delivery& delivery, const Delivery::Load& load,
              PlannedChange& change) {
    const auto& known = stored_.mark_seen(delivery.identity);
    const Action action = action_of(change_of_load(known, delivery.identity, load));
    change.before = known.in_target ? known.records.hex() : "";
    change.after = load.record_hash.hex();
    for (const Row& row : load.records.rows) {
      switch (row.table) {
        case TableId::trunk: ++change.rows_after[0]; break;
        case TableId::device: ++change.rows_after[1]; break;
        case TableId::phone_number: ++change.rows_after[2]; break;
        default: break;
      }
    }
    switch (decide(delivery, action, change)) {
      case Action::unchanged: return Bucket::unchanged;
      case Action::superseded: return Bucket::superseded;
      default: return Bucket::loaded;
    }
  }

  Bucket take(const Delivery& delivery, const Delivery::Remove&,
              PlannedChange& change) {
    const auto& known = stored_.mark_seen(delivery.identity);
    change.before = known.in_target ? known.records.hex() : "";
    decide(delivery, action_of(change_of_removal(known, delivery.identity)),
           change);
    return Bucket::skipped;
  }

  Bucket take(const Delivery& delivery, const Delivery::Reject&,
              PlannedChange& change) {
    stored_.mark_seen(delivery.identity);
    change.action = Action::reject;
    change.after = delivery.identity.content.hex();
    log_.add(change);
    return Bucket::skipped;
  }

  Bucket take(const Delivery& delivery, const Delivery::Context& context,
              PlannedChange& change) {
    const auto& known = stored_.of_context(delivery.identity);
    const Change what = change_of_context(known, delivery, context);
    if (what == Change::none || (what == Change::remove && !known.in_target)) {
      if (delivery.replaces) take_back(decided_of(delivery.identity));
      return Bucket::skipped;
    }
    if (known.in_target) change.before = fmt::format("{:016x}", known.content);
    if (what != Change::remove) {
      change.after = fmt::format("{:016x}", context.record_hash.high);
    }
    decide(delivery, action_of(what), change);
    return Bucket::skipped;
  }

  // Beside what the target has, which is not what an earlier version of this
  // run made of it.
  Action decide(const Delivery& delivery, Action action,
                PlannedChange& change) {
    Decided& decided = decided_of(delivery.identity);
    auto& counts = counts_of(delivery.identity.kind);
    if (delivery.replaces && decided.position > 0) {
      if (is_nothing(static_cast<Action>(decided.action))) {
        --counts[decided.action];
      } else {
        take_back(decided);
        if (action == Action::unchanged) action = Action::update;
      }
    }
    change.action = action;
    decided.action = static_cast<std::uint64_t>(action) & 127;
    decided.position = 1;
    if (is_nothing(action)) {
      ++counts[decided.action];
    } else {
      // 1 is nothing in the log, whose first record is at 0.
      decided.position =
          (log_.add(change) + 2) & ((std::uint64_t{1} << 56) - 1);
    }
    return action;
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

  static bool is_nothing(Action action) {
    return action == Action::unchanged || action == Action::superseded;
  }

  static Action action_of(Change change) {
    switch (change) {
      case Change::insert: return Action::insert;
      case Change::update: return Action::update;
      case Change::remove: return Action::remove;
      case Change::superseded: return Action::superseded;
      default: return Action::unchanged;
    }
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
