// Writes records to PostgreSQL, with the ledger beside them.
#include <fmt/format.h>

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <set>

#include "base/error.h"
#include "base/hash.h"
#include "sink/ledger_rows.h"
#include "sink/postgres/claims.h"
#include "sink/postgres/derive.h"
#include "sink/postgres/key_limit.h"
#include "sink/postgres/keys.h"
#include "sink/postgres/load_batch_rows.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/plan_source.h"
#include "sink/postgres/run_lock.h"
#include "sink/postgres/stored.h"
#include "sink/postgres/target.h"
#include "sink/postgres/undo.h"
#include "sink/postgres/vanished.h"
#include "sink/sink.h"

namespace trunklift::postgres {
namespace {

// Large enough that a transaction costs little, small enough that little is
// lost, and that parts under way take little memory.
constexpr std::size_t documents_a_part = 4000;
constexpr std::size_t bytes_a_part = std::size_t{4} << 20;

// What the ledger's table of documents may take before it goes to a file.
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
        run_id_(boost::uuids::to_string(boost::uuids::random_generator()())),
        may_take_back_(request.may_take_back),
        lock_(prepared_target(at_, schema_, retry_for_), schema_, retry_for_),
        stored_(std::min(request.memory, most_memory)),
        loader_({at_, schema_, run_id_, connections_, retry_for_}),
        parts_(loader_.lanes()) {
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
    const Bucket bucket = std::visit(
        [&](const auto& what) { return take(delivery, what); }, delivery.what);
    const std::size_t lane = lane_of(delivery.identity);
    LoadBatch& part = part_of(lane);
    part.end_document(delivery);
    if (part.documents() >= documents_a_part || part.bytes() >= bytes_a_part) {
      submit(lane);
    }
    return bucket;
  }

  const SettledVersions* settled() const override { return &settled_; }

  std::vector<Refusal> settle() override {
    for (std::size_t lane = 0; lane < parts_.size(); ++lane) submit(lane);
    loader_.drain();
    std::vector<Refusal> out = loader_.take_refusals();
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
      expect_parts(connection, run_id_, loader_.parts());
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
      // What it left to be worked out is left to this one.
      changed_ = has_unfinished_run(connection, run_id_);
      note_run(connection, run_id_, info, may_take_back_);
      connection.execute("COMMIT");
    });
  }

  // What rejected too much, and was killed before it was taken back.
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

  // What the target has and the run did not meet; marks of what it met again.
  Missing settle_missing(const RunEnd& end) {
    Missing out;
    if (mode_ == LoadMode::direct) return out;  // there was nothing before
    find_missing({at_, schema_, retry_for_}, stored_, end.covers,
                 [&](const MissingDocument& one) { missing(one, out); });
    const std::vector<Refusal> refused = settle();
    if (!refused.empty()) {
      throw Error(Exit::target, "mark or prune",
                  refused.front().identity.document_id,
                  fmt::format("{} (one of {} documents)",
                              refused.front().reason, refused.size()),
                  "what was loaded stays, the others are marked or pruned");
    }
    if (!end.covers) out.elsewhere = stored_.unseen();
    return out;
  }

  void missing(const MissingDocument& one, Missing& out) {
    Identity identity;
    identity.account_id = one.account_id;
    identity.document_id = one.document_id;
    const std::size_t lane = lane_of(identity);
    LoadBatch& part = part_of(lane);
    switch (one.what) {
      case MissingDocument::What::elsewhere: ++out.elsewhere; return;
      case MissingDocument::What::returned:
        stage(part, identity, {}, "returned");
        break;
      case MissingDocument::What::gone:
        if (prune_) {
          ++out.pruned;
          changed_ = true;
          stage(part, identity, trunk_id_of(identity), "pruned");
        } else if (!one.marked) {
          ++out.vanished;
          part.add_row(Destination::vanished_document,
                       vanished_row(identity, run_id_));
        }
    }
    part.end_document(identity);
    if (part.documents() >= documents_a_part) submit(lane);
  }

  // All of an account goes one way, so that versions stay in order.
  std::size_t lane_of(const Identity& identity) const {
    return hash128(identity.account_id).low % parts_.size();
  }

  LoadBatch& part_of(std::size_t lane) {
    if (!parts_[lane]) parts_[lane] = std::make_unique<LoadBatch>();
    return *parts_[lane];
  }

  void submit(std::size_t lane) {
    if (!parts_[lane] || parts_[lane]->documents() == 0) return;
    lock_.keep();
    loader_.submit(lane, std::move(parts_[lane]), mode_);
  }

  // An earlier version is in the target, or on its way there.
  void meet_again(const Identity& identity) {
    if (mode_ != LoadMode::direct) return submit(lane_of(identity));
    for (std::size_t lane = 0; lane < parts_.size(); ++lane) submit(lane);
    loader_.drain();
    restore_keys(at_, schema_, connections_, retry_for_);
    mode_ = LoadMode::merge_own;
  }

  // What the ledger has of it; in an untouched target nothing is looked up.
  KnownDocuments::Entry& stored(const Identity& identity) {
    if (mode_ != LoadMode::direct) return stored_.mark_seen(identity);
    nothing_ = {};
    return nothing_;
  }

  Bucket take(const Delivery& delivery, const Delivery::Load& load) {
    KnownDocuments::Entry& known = stored(delivery.identity);
    switch (change_of_load(known, delivery.identity, load)) {
      case Change::superseded: return Bucket::superseded;
      case Change::unchanged: return Bucket::unchanged;
      default: break;
    }
    LoadBatch& part = part_of(lane_of(delivery.identity));
    const Row* trunk = nullptr;
    // A merge leaves it to the end which claims are live.
    const std::vector<const Row*> outdone =
        mode_ == LoadMode::direct ? losing_claims(load.records)
                                  : std::vector<const Row*>();
    for (const Row& row : load.records.rows) {
      if (std::find(outdone.begin(), outdone.end(), &row) == outdone.end()) {
        part.add_row(destination_of(row.table), row);
      } else {
        add_outdone(part, row);
      }
      if (row.table == TableId::trunk) trunk = &row;
    }
    if (trunk && (known.in_target || delivery.replaces)) {
      stage(part, delivery.identity, (*trunk)[trunk::id].text, "replace");
    }
    ledger(part, delivery, "loaded");
    changed_ = true;
    note_written(known, delivery.identity, load.record_hash);
    return Bucket::loaded;
  }

  static void add_outdone(LoadBatch& part, Row row) {
    row[phone_number::live] = Cell::of(std::int64_t{0});
    part.add_row(Destination::phone_number, row);
  }

  Bucket take(const Delivery& delivery, const Delivery::Remove&) {
    KnownDocuments::Entry& known = stored(delivery.identity);
    if (change_of_removal(known, delivery.identity) != Change::remove) {
      return Bucket::skipped;
    }
    LoadBatch& part = part_of(lane_of(delivery.identity));
    if (known.in_target || delivery.replaces) {
      stage(part, delivery.identity, trunk_id_of(delivery.identity), "remove");
    }
    ledger(part, delivery, "deleted");
    changed_ = true;
    keep(delivery, "deleted");
    note_written(known, delivery.identity, {});
    return Bucket::skipped;
  }

  // It is there, though another version of it is in the target.
  Bucket take(const Delivery& delivery, const Delivery::Reject&) {
    stored(delivery.identity);
    keep(delivery, "rejected");
    return Bucket::skipped;
  }

  Bucket take(const Delivery& delivery, const Delivery::Context& context) {
    const Identity& identity = delivery.identity;
    if (mode_ != LoadMode::direct) {
      KnownDocuments::Entry& known = stored_.of_context(identity);
      const Change change = change_of_context(known, delivery, context);
      if (change != Change::insert && change != Change::update &&
          change != Change::remove) {
        return Bucket::skipped;
      }
      note_written(known, identity, {});
      known.content = context.record_hash.high;
      known.in_target = change != Change::remove;
    }
    changed_ = true;
    LoadBatch& part = part_of(lane_of(identity));
    for (const Row& row : context.records.rows) {
      part.add_row(destination_of(row.table), row);
      // A merge notes it by itself.
      if (mode_ == LoadMode::direct) note_context(part, identity, run_id_, row);
    }
    if (!context.records.rows.empty() || mode_ == LoadMode::direct) {
      return Bucket::skipped;
    }
    stage(part, identity, {},
          identity.kind == Kind::account  ? "account"
          : identity.kind == Kind::limits ? "limits"
                                          : "number");
    return Bucket::skipped;
  }

  void ledger(LoadBatch& part, const Delivery& delivery,
              std::string_view outcome) {
    part.add_row(Destination::legacy_document,
                 ledger_row(delivery, outcome, run_id_, ledger_text_));
  }

  // The bytes of a document that has no records.
  void keep(const Delivery& delivery, std::string_view why) {
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
    part_of(lane_of(delivery.identity))
        .add_row(Destination::unconverted_document,
                 unconverted_row(kept, why, run_id_, ledger_text_));
  }

  std::string at_, schema_;
  unsigned connections_;
  std::chrono::seconds retry_for_;
  bool prune_;
  RunInfo info_;
  std::string run_id_;
  bool may_take_back_;
  RunLock lock_;
  LoadMode mode_ = LoadMode::direct;
  KnownDocuments stored_;
  SettledVersions settled_;
  KnownDocuments::Entry nothing_{};
  Loader loader_;
  std::vector<std::unique_ptr<LoadBatch>> parts_;  // being filled, one a lane
  bool changed_ = false;  // more than documents that have no records
  std::string ledger_text_;
  std::set<Hash128> kept_;         // in this run, while there are no keys
  std::vector<Refusal> refusals_;  // that need no server
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
