// Carries out what lib/ledger decides of a delivery, as rows of COPY.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "base/uuid.h"
#include "ledger/decision.h"
#include "ledger/known_documents.h"
#include "ledger/missing.h"
#include "sink/ledger_rows.h"
#include "sink/postgres/claims.h"
#include "sink/postgres/derive.h"
#include "sink/postgres/key_limit.h"
#include "sink/postgres/keys.h"
#include "sink/postgres/load_batch_rows.h"
#include "sink/postgres/parts.h"
#include "sink/postgres/plan_source.h"
#include "sink/postgres/run_lock.h"
#include "sink/postgres/stored.h"
#include "sink/postgres/target.h"
#include "sink/postgres/undo.h"
#include "sink/postgres/vanished.h"
#include "sink/sink.h"

namespace trunklift::postgres {
namespace {

// The bytes that the table of known documents may take in memory.
constexpr std::size_t most_memory = std::size_t{64} << 20;

class PostgresSink : public Sink {
public:
  PostgresSink(std::string at, const SinkRequest& request)
      : at_(std::move(at)),
        schema_(request.schema),
        connections_(std::max(request.connections, 1U)),
        retry_for_(request.retry_for),
        prune_(request.prune),
        info_(request.run),
        run_(random_uuid()),
        run_id_(CellText().print(Cell::id(run_))),
        may_take_back_(request.may_take_back),
        lock_(prepared_target(at_, schema_, retry_for_), schema_, retry_for_),
        stored_(std::min(request.memory, most_memory)),
        parts_({at_, schema_, run_id_, connections_, retry_for_},
               [this] { lock_.keep(); }) {
    if (request.after_run) refuse_other_run(*request.after_run);
    finish_taking_back(request.after_run.has_value());
    begin_run(request.run);
    restore_keys(at_, schema_, connections_, retry_for_);
    with_retries(retry_for_, [&] {
      Connection connection(at_);
      if (is_untouched(connection, schema_) &&
          owns_tables(connection, schema_) && drop_keys(connection, schema_)) {
        return;
      }
      mode_ = LoadMode::merge;
      connection.execute(begin_in(schema_));
      read_stored(connection, info_, stored_, settled_);
      connection.execute("COMMIT");
    });
  }

  Bucket write(const Delivery& delivery) override {
    if (!delivery.is<Delivery::Reject>()) {
      if (auto why = unfit_for_keys(delivery)) return refuse(delivery, *why);
    }
    // Keys are enforced from the moment on that a row could come twice.
    if (delivery.replaces) meet_again(delivery.identity);
    Known& known = this->known(delivery);
    const Decision decision = decide(known, delivery);
    carry_out(delivery, decision);
    note(known, delivery, decision);
    parts_.of(delivery.identity).end_document(delivery);
    parts_.submit_full(delivery.identity, mode_);
    return bucket_of(delivery, decision);
  }

  const SettledVersions* settled() const override { return &settled_; }

  std::vector<Refusal> settle() override {
    parts_.drain(mode_);
    std::vector<Refusal> out = parts_.take_refusals();
    std::move(refusals_.begin(), refusals_.end(), std::back_inserter(out));
    refusals_.clear();
    std::sort(out.begin(), out.end(), [](const Refusal& a, const Refusal& b) {
      return std::pair(a.origin.input, a.origin.offset) <
             std::pair(b.origin.input, b.origin.offset);
    });
    return out;
  }

  Missing finish(const RunEnd& end) override {
    settle();
    lock_.keep();
    const bool first = mode_ == LoadMode::direct;
    const bool derives = changed_ && !end.take_back;
    if (first && derives) {
      with_retries(retry_for_, [&] {
        Connection connection(at_);
        derive_before_keys(connection, schema_, run_id_);
      });
    }
    const Missing missing = end.take_back ? Missing{} : settle_missing(end);
    restore_keys(at_, schema_, connections_, retry_for_,
                 [&](Connection& connection) {
                   if (!changed_ || end.take_back) return;
                   derive(connection, schema_, run_id_, first);
                 });
    with_retries(retry_for_, [&] {
      Connection connection(at_);
      connection.execute(begin_in(schema_));
      expect_parts(connection, run_id_, parts_.submitted());
      note_end(connection, run_id_, end, missing);
      if (end.take_back) mark_to_take_back(connection, run_id_);
      connection.execute("COMMIT");
    });
    if (end.take_back) {
      lock_.keep();
      take_back_marked(at_, schema_, info_, retry_for_);
    }
    return missing;
  }

private:
  Bucket refuse(const Delivery& delivery, const std::string& reason) {
    const Bucket counted =
        delivery.is<Delivery::Load>() ? Bucket::loaded : Bucket::skipped;
    refusals_.push_back({delivery.identity, delivery.blob.origin,
                         std::string(delivery.input),
                         std::string(delivery.blob.bytes), reason, counted});
    return counted;
  }

  void refuse_other_run(const std::string& expected) {
    with_retries(retry_for_, [&] {
      Connection connection(at_);
      refuse_run_since(connection, schema_, expected);
    });
  }

  void begin_run(const RunInfo& info) {
    with_retries(retry_for_, [&] {
      Connection connection(at_);
      connection.execute(begin_in(schema_));
      // This run works out what that one left to be worked out.
      changed_ = has_unfinished_run(connection, run_id_);
      note_run(connection, run_id_, info, may_take_back_);
      connection.execute("COMMIT");
    });
  }

  // Takes back a run that rejected too much and was killed before it could be.
  void finish_taking_back(bool planned) {
    bool any = false;
    with_retries(retry_for_, [&] {
      Connection connection(at_);
      any = has_marked_run(connection, schema_);
      if (!any || !planned) return;
      throw Error(Exit::target, "write to", connection.place(),
                  "an interrupted run is to be taken back first",
                  "run trunklift undo last, and make a new plan");
    });
    if (!any) return;
    end_other_runs(at_, schema_, retry_for_);
    restore_keys(at_, schema_, connections_, retry_for_);
    take_back_marked(at_, schema_, info_, retry_for_);
  }

  // Marks or prunes what the target has and the run did not meet.
  Missing settle_missing(const RunEnd& end) {
    if (mode_ == LoadMode::direct) return {};  // there was nothing before
    const Missing out = find_missing(
        {at_, schema_, retry_for_}, stored_, end.covers, prune_,
        [&](AtEnd what, std::string_view account, std::string_view document) {
          Identity identity;
          identity.account_id = account;
          identity.document_id = document;
          carry_out(identity, what);
        });
    const std::vector<Refusal> refused = settle();
    if (!refused.empty()) {
      throw Error(Exit::target, "mark or prune",
                  refused.front().identity.document_id,
                  fmt::format("{} (one of {} documents)",
                              refused.front().reason, refused.size()),
                  "what was loaded stays, the others are marked or pruned");
    }
    return out;
  }

  void carry_out(const Identity& identity, AtEnd what) {
    LoadBatch& part = parts_.of(identity);
    if (what == AtEnd::restore) {
      stage(part, identity, {}, "returned");
    } else if (what == AtEnd::prune) {
      changed_ = true;
      stage(part, identity, trunk_id_of(identity), "pruned");
    } else {
      part.add_row(Destination::vanished_document,
                   vanished_row(identity, run_));
    }
    part.end_document(identity);
    parts_.submit_full(identity, mode_);
  }

  // Called where an earlier version is in the target, or on its way there.
  void meet_again(const Identity& identity) {
    if (mode_ != LoadMode::direct) {
      // A part has a document once. Earlier parts of the lane come before it.
      if (parts_.of(identity).may_hold(identity)) {
        parts_.submit(identity, mode_);
      }
      return;
    }
    parts_.drain(mode_);
    restore_keys(at_, schema_, connections_, retry_for_);
    mode_ = LoadMode::merge_own;
  }

  // In an untouched target there is nothing to look up, and nothing is noted of
  // what goes there. An earlier version may have been loaded like that.
  Known& known(const Delivery& delivery) {
    if (mode_ == LoadMode::direct) {
      nothing_ = {};
      return nothing_;
    }
    Known& out = stored_.meet(delivery);
    if (mode_ == LoadMode::merge_own && delivery.replaces && !out.in_target) {
      out.unnoted = 1;
    }
    return out;
  }

  void carry_out(const Delivery& delivery, Decision decision) {
    LoadBatch& part = parts_.of(delivery.identity);
    if (decision == Decision::keep) keep(part, delivery, "rejected");
    if (!changes_rows(decision)) return;
    changed_ = true;
    std::visit([&](const auto& what) { put(part, delivery, what, decision); },
               delivery.what);
  }

  void put(LoadBatch& part, const Delivery& delivery,
           const Delivery::Load& load, Decision decision) {
    // A merge leaves it to the end which claims are live.
    const std::vector<const Row*> outdone = mode_ == LoadMode::direct
                                                ? losing_claims(load.records)
                                                : std::vector<const Row*>();
    for (const Row& row : load.records.rows) {
      if (std::find(outdone.begin(), outdone.end(), &row) == outdone.end()) {
        part.add_row(destination_of(row.table), row);
      } else {
        add_outdone(part, row);
      }
    }
    if (decision == Decision::update) {
      stage(part, delivery.identity, trunk_id_of(delivery.identity), "replace");
    }
    ledger(part, delivery, "loaded");
  }

  static void add_outdone(LoadBatch& part, Row row) {
    row[phone_number::live] = Cell::truth(false);
    part.add_row(Destination::phone_number, row);
  }

  void put(LoadBatch& part, const Delivery& delivery,
           const Delivery::Remove& /*remove*/, Decision decision) {
    if (decision == Decision::remove) {
      stage(part, delivery.identity, trunk_id_of(delivery.identity), "remove");
    }
    ledger(part, delivery, "deleted");
    keep(part, delivery, "deleted");
  }

  void put(LoadBatch& /*part*/, const Delivery& /*delivery*/,
           const Delivery::Reject& /*reject*/, Decision /*decision*/) {}

  void put(LoadBatch& part, const Delivery& delivery,
           const Delivery::Context& context, Decision decision) {
    const Identity& identity = delivery.identity;
    for (const Row& row : context.records.rows) {
      part.add_row(destination_of(row.table), row);
      // A merge notes it by itself.
      if (mode_ == LoadMode::direct) note_context(part, identity, run_id_, row);
    }
    if (decision != Decision::remove) return;
    stage(part, identity, {},
          identity.kind == Kind::account  ? "account"
          : identity.kind == Kind::limits ? "limits"
                                          : "number");
  }

  void ledger(LoadBatch& part, const Delivery& delivery,
              std::string_view outcome) {
    part.add_row(Destination::legacy_document,
                 ledger_row(delivery, outcome, run_, ledger_text_));
  }

  // Keeps the bytes of a document that has no records.
  void keep(LoadBatch& part, const Delivery& delivery, std::string_view why) {
    if (mode_ == LoadMode::direct &&
        !kept_
             .insert(FieldHash()
                         .add(delivery.identity.account_id)
                         .add(delivery.identity.document_id)
                         .add(delivery.identity.content.hex())
                         .finish())
             .second) {
      return;
    }
    const Identity identity = shortened(delivery.identity);
    const Delivery kept{identity, delivery.blob, delivery.input,
                        delivery.replaces, delivery.what};
    part.add_row(Destination::unconverted_document,
                 unconverted_row(kept, why, run_, ledger_text_));
  }

  std::string at_, schema_;
  unsigned connections_;
  std::chrono::seconds retry_for_;
  bool prune_;
  RunInfo info_;
  Uuid run_;
  std::string run_id_;  // the same as text
  bool may_take_back_;
  RunLock lock_;
  LoadMode mode_ = LoadMode::direct;
  KnownDocuments stored_;
  SettledVersions settled_;
  Known nothing_;
  Parts parts_;
  bool changed_ = false;  // rows of documents with records, or of context
  std::string ledger_text_;
  std::set<Hash128> kept_;         // what was kept while there are no keys
  std::vector<Refusal> refusals_;  // those that needed no server
};

}  // namespace
}  // namespace trunklift::postgres

namespace trunklift {

std::unique_ptr<Sink> open_postgresql_sink(const SinkRequest& request) {
  if (request.planned) {
    return open_planning_sink(request, postgres::plan_source(request));
  }
  return std::make_unique<postgres::PostgresSink>(
      postgres::connection_text(request.place), request);
}

}  // namespace trunklift
