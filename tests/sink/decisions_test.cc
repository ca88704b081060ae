// Targets do what the ledger decides, for each pair of what they have and what
// is delivered. (PostgreSQL: tests/db.)
#include <catch2/catch.hpp>
#include <map>
#include <memory>

#include "../ledger/pairs.h"
#include "../pipeline/support.h"
#include "base/uuid.h"
#include "sink/planned.h"
#include "sink/sink.h"

namespace trunklift {
namespace {

using test::Offer;
using test::query;
using test::State;
using test::TempDir;

constexpr const char* account = "a";

struct Pair {
  State state;
  std::string delivery;
  std::string id;  // of its own document
  Decision decision;
};

// Those that a SQLite target can be in: it always knows what the run wrote, and
// a document that was deleted has no records.
std::vector<Pair> pairs() {
  std::vector<Pair> out;
  const auto add = [&](const State& state, const std::string& delivery,
                       const std::vector<test::PairRow>& rows) {
    out.push_back({state, delivery, "d" + std::to_string(out.size()),
                   test::decision_in(rows, state, delivery)});
  };
  for (const State& state : test::document_states()) {
    if (state.origin == "unnoted" ||
        (state.outcome == "deleted" && state.records == "same")) {
      continue;
    }
    for (const std::string& delivery : test::document_deliveries) {
      add(state, delivery, test::document_rows());
    }
  }
  for (const State& state : test::context_states()) {
    // Rows of context do not say which run wrote them.
    if (state.origin != "absent" && state.origin != "earlier") continue;
    for (const std::string& delivery : test::context_deliveries) {
      add(state, delivery, test::context_rows());
    }
  }
  return out;
}

bool is_context(const Pair& pair) {
  return pair.delivery == "row" || pair.delivery == "nothing";
}

// A document as the target is to have it, delivered by its revision alone.
class Before {
public:
  explicit Before(const Pair& pair) {
    const State& state = pair.state;
    identity_.kind = is_context(pair) ? Kind::number : Kind::trunkstore;
    identity_.account_id = account;
    identity_.document_id = pair.id;
    identity_.revision = test::revision_of(state);
    identity_.content = test::content_of(state);
    blob_.bytes = "before";
    hashes_ = test::context_hashes_of(state);
    trunk_ = uuid5(std::string(account) + "\n" + pair.id);
    if (is_context(pair)) {
      records_.rows.push_back(number_row(identity_, hashes_, "before"));
    } else {
      records_.rows.push_back(trunk_row(identity_, trunk_, "before"));
    }
    hash_ = test::records_of(state);
    loaded_ = state.outcome == "loaded";
  }

  Delivery delivery() const {
    Delivery out{identity_, blob_, "in", false, Delivery::Remove{}};
    if (identity_.kind == Kind::number) {
      out.what.emplace<Delivery::Context>(Delivery::Context{records_, {}});
    } else if (loaded_) {
      out.what.emplace<Delivery::Load>(
          Delivery::Load{records_, hash_, "", false});
    }
    return out;
  }

  static Row trunk_row(const Identity& identity, const std::string& id,
                       std::string_view name) {
    Row row(TableId::trunk);
    row[trunk::account_id] = Cell::of(std::string_view(account));
    row[trunk::id] = Cell::of(std::string_view(id));
    row[trunk::name] = Cell::of(name);
    row[trunk::legacy_document_id] = Cell::of(identity.document_id);
    return row;
  }
  static Row number_row(const Identity& identity, const std::string& hashes,
                        std::string_view state) {
    Row row(TableId::legacy_number);
    row[legacy_number::account_id] = Cell::of(std::string_view(account));
    row[legacy_number::number] = Cell::of(identity.document_id);
    if (!identity.revision.empty()) {
      row[legacy_number::revision] = Cell::of(identity.revision);
    }
    row[legacy_number::content_hash] = Cell::of(std::string_view(hashes));
    row[legacy_number::state] = Cell::of(state);
    return row;
  }

private:
  Identity identity_;
  Blob blob_;
  std::string hashes_, trunk_;
  Records records_;
  Hash128 hash_;
  bool loaded_;
};

// What is delivered, with the rows that it is to leave.
class After {
public:
  explicit After(const Pair& pair)
      : offer_(pair.state, pair.delivery, account, pair.id),
        trunk_(uuid5(std::string(account) + "\n" + pair.id)),
        hashes_(Hash128{test::offered_content.high, test::offered_records.low}
                    .hex()
                    .insert(16, "-")) {
    const Identity& identity = offer_.delivery().identity;
    // What is settled has no rows, which is no matter where it is unchanged.
    if (pair.delivery == "row") {
      offer_.records().rows.push_back(
          Before::number_row(identity, hashes_, "after"));
    } else if (pair.delivery == "load" ||
               (pair.delivery == "settled" &&
                pair.decision != Decision::unchanged)) {
      offer_.records().rows.push_back(
          Before::trunk_row(identity, trunk_, "after"));
    }
  }
  Delivery delivery(bool replaces) const { return offer_.delivery(replaces); }

private:
  Offer offer_;
  std::string trunk_, hashes_;
};

std::unique_ptr<Sink> opened(const std::string& path,
                             PlannedRun* planned = nullptr) {
  return find_sink_kind("sqlite")->open(
      {.place = path, .run = {"1", "r", "[]", "{}"}, .planned = planned});
}

void finish(Sink& sink, const Covers& covers = {}) {
  const Balance balance;
  sink.finish({balance, false, covers});
}

// The target before the run: what earlier runs left there.
void fill(const std::string& path, const std::vector<Pair>& all) {
  {
    const auto sink = opened(path);
    for (const Pair& pair : all) {
      if (pair.state.origin == "earlier") sink->write(Before(pair).delivery());
    }
    finish(*sink);
  }
  // All of it vanished since.
  finish(*opened(path),
         [](std::string_view, std::string_view, const Rank&) { return true; });
}

// The run; what it counted of each pair.
std::vector<Bucket> deliver(Sink& sink, const std::vector<Pair>& all) {
  std::vector<Bucket> out;
  for (const Pair& pair : all) {
    const bool replaces = pair.state.origin == "this";
    if (replaces) sink.write(Before(pair).delivery());
    out.push_back(sink.write(After(pair).delivery(replaces)));
  }
  finish(sink);
  return out;
}

// What the target has of each document: whose records, its row of the ledger,
// what is kept aside, whether it is marked, whose context.
std::map<std::string, std::string> states_of(const std::string& path) {
  std::map<std::string, std::string> out;
  for (const auto* sql :
       {"SELECT legacy_document_id || ':records', name FROM trunk",
        "SELECT document_id || ':' || outcome, coalesce(revision, ''), "
        "content_hash FROM legacy_document",
        "SELECT document_id || ':kept', outcome, document FROM "
        "unconverted_document ORDER BY outcome",
        "SELECT document_id || ':marked' FROM vanished_document",
        "SELECT number || ':context', state FROM legacy_number"}) {
    for (const std::string& row : query(path, sql)) {
      const std::size_t colon = row.find(':');
      out[row.substr(0, colon)] += row.substr(colon + 1) + "; ";
    }
  }
  return out;
}

// What it is to have, as the decision has it.
std::string expected(const Pair& pair, const std::string& before) {
  const State& state = pair.state;
  const std::string revision = state.revision == "unasked" ? "" : "2-a";
  const std::string offered =
      revision + "|" + test::offered_content.hex() + "; ";
  // The mark goes with whatever is met.
  std::string unmarked = before;
  if (const auto at = unmarked.find("marked; "); at != std::string::npos) {
    unmarked.erase(at, 8);
  }
  switch (pair.decision) {
    case Decision::insert:
    case Decision::update:
      return is_context(pair) ? "context|after; "
                              : "records|after; loaded|" + offered;
    case Decision::remove:
    case Decision::note_removal:
      return is_context(pair) ? ""
                              : "deleted|" + offered + "kept|deleted|" +
                                    pair.delivery + "; ";
    case Decision::keep: {
      // The same bytes are kept once, with the last reasons.
      constexpr std::string_view deleted = "kept|deleted|before; ";
      const auto at = unmarked.find(deleted);
      if (at == std::string::npos || state.content != "equal") {
        return unmarked + "kept|rejected|" + pair.delivery + "; ";
      }
      return unmarked.replace(at, deleted.size(), "kept|rejected|before; ");
    }
    case Decision::none:
    case Decision::unchanged:
    case Decision::superseded: break;
  }
  return unmarked;
}

Bucket bucket_of(const Pair& pair) {
  if (pair.delivery != "load" && pair.delivery != "settled") {
    return Bucket::skipped;
  }
  return pair.decision == Decision::unchanged    ? Bucket::unchanged
         : pair.decision == Decision::superseded ? Bucket::superseded
                                                 : Bucket::loaded;
}

// What is there of a document before its last version is delivered.
std::string state_before(const Pair& pair, const std::string& in_target) {
  if (pair.state.origin != "this") return in_target;
  const std::string version = test::revision_of(pair.state) + "|" +
                              test::content_of(pair.state).hex() + "; ";
  return pair.state.outcome == "loaded"
             ? "records|before; loaded|" + version
             : "deleted|" + version + "kept|deleted|before; ";
}

TEST_CASE("SQLite does what is decided") {
  const TempDir dir;
  const std::string path = dir / "t.db";
  const std::vector<Pair> all = pairs();
  fill(path, all);
  auto before = states_of(path);
  const std::vector<Bucket> buckets = deliver(*opened(path), all);
  auto after = states_of(path);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Pair& pair = all[i];
    CAPTURE(pair.id, pair.state.words(), pair.delivery);
    CHECK(buckets[i] == bucket_of(pair));
    CHECK(after[pair.id] ==
          expected(pair, state_before(pair, before[pair.id])));
  }
}

// "insert", or "" where nothing is to happen.
std::string action_of(const Pair& pair) {
  switch (pair.decision) {
    case Decision::insert: return "insert";
    case Decision::update: return "update";
    case Decision::remove:
    case Decision::note_removal: return "remove";
    case Decision::keep: return "reject";
    case Decision::none:
    case Decision::unchanged:
    case Decision::superseded: break;
  }
  return "";
}

TEST_CASE("a plan for SQLite tells what is decided, and does nothing") {
  const TempDir dir;
  const std::string path = dir / "t.db";
  std::vector<Pair> all = pairs();
  // A plan is beside what was there when the run began.
  std::erase_if(all,
                [](const Pair& pair) { return pair.state.origin == "this"; });
  fill(path, all);
  const auto before = states_of(path);
  std::map<std::string, std::string> planned, restored;
  PlannedRun plan;
  plan.each = [&](const PlannedChange& change) {
    auto& actions = change.action == Action::restore ? restored : planned;
    actions[change.document_id] += action_name(change.action);
  };
  const std::vector<Bucket> buckets = deliver(*opened(path, &plan), all);
  CHECK((states_of(path) == before));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Pair& pair = all[i];
    CAPTURE(pair.id, pair.state.words(), pair.delivery);
    CHECK(buckets[i] == bucket_of(pair));
    CHECK(planned[pair.id] == action_of(pair));
    CHECK((restored[pair.id] == "restore") ==
          (!is_context(pair) && pair.state.origin == "earlier" &&
           pair.state.outcome == "loaded"));
  }
}

}  // namespace
}  // namespace trunklift
