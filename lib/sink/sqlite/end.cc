// How a run into SQLite ends.
#include <vector>

#include "base/time.h"
#include "sink/ledger_rows.h"
#include "sink/sqlite/schema.h"
#include "sink/sqlite/sink.h"

namespace trunklift::sqlite {

// What the target has and the run did not meet; marks of what it met again.
Missing SqliteSink::settle_missing(const RunEnd& end) {
  Missing out;
  Statement known(
      database_,
      "SELECT d.account_id, d.document_id, v.run_id, d.outcome = "
      "'loaded', d.revision FROM legacy_document d LEFT JOIN vanished_document "
      "v USING (account_id, document_id) WHERE d.outcome = "
      "'loaded' OR v.run_id IS NOT NULL");
  std::vector<Identity> gone, returned;
  while (known.step()) {
    Identity identity;
    identity.account_id = known.text(0);
    identity.document_id = known.text(1);
    const bool marked = !known.is_null(2);
    if (seen_.contains(identity)) {
      if (marked) returned.push_back(std::move(identity));
    } else if (known.integer(3) == 0) {
      continue;
    } else if (!end.covers ||
               !end.covers(identity.account_id, identity.document_id,
                           rank_of(known.text(4), {}))) {
      ++out.elsewhere;
    } else if (options_.prune || !marked) {
      gone.push_back(std::move(identity));
    }
  }
  Statement unmark(database_,
                   "DELETE FROM vanished_document WHERE account_id = ? AND "
                   "document_id = ?");
  Statement forget(database_,
                   "DELETE FROM legacy_document WHERE account_id = ? AND "
                   "document_id = ?");
  const auto run = [&](Statement& statement, const Identity& identity,
                       std::string_view table, bool is_there = true) {
    statement.bind(0, identity.account_id).bind(1, identity.document_id).run();
    if (!is_there && database_.changes() == 0) return;
    database_.expect_changes(1, table, "document_id " + identity.document_id);
  };
  for (const Identity& identity : returned) {
    run(unmark, identity, "vanished_document");
  }
  for (const Identity& identity : gone) {
    if (!options_.prune) {
      insert(vanished_row(identity, run_id_));
      continue;
    }
    remove_records(identity);
    run(forget, identity, "legacy_document");
    run(unmark, identity, "vanished_document", false);
  }
  (options_.prune ? out.pruned : out.vanished) = gone.size();
  return out;
}

void SqliteSink::close_run(const RunEnd& end, const Missing& missing) {
  Statement close(database_,
                  "UPDATE run SET finished = ?, status = ?, documents_read = "
                  "?, documents_loaded = ?, documents_unchanged = ?, "
                  "documents_superseded = ?, documents_rejected = ?, "
                  "documents_skipped = ?, documents_vanished = ?, "
                  "documents_pruned = ? WHERE id = ?");
  const std::string now = iso_now();
  close.bind(0, now).bind(1, end.take_back     ? "undone"
                             : end.interrupted ? "interrupted"
                                               : "complete");
  int at = 2;
  const auto count = [&](std::uint64_t value) {
    close.bind(at++, Cell::of(static_cast<std::int64_t>(value)));
  };
  count(end.balance.documents_read());
  for (const Bucket bucket :
       {Bucket::loaded, Bucket::unchanged, Bucket::superseded, Bucket::rejected,
        Bucket::skipped}) {
    count(end.balance.of(bucket));
  }
  count(missing.vanished);
  count(missing.pruned);
  close.bind(at, run_id_).run();
  database_.expect_changes(1, "run", "id " + run_id_);
}

Missing SqliteSink::finish(const RunEnd& end) {
  if (end.take_back && open_) {
    database_.execute("ROLLBACK");
    open_ = false;
  }
  begin();
  if (end.take_back) {
    close_run(end, {});
    commit();
    return {};
  }
  const Missing missing = beside_others_ ? settle_missing(end) : Missing{};
  index();
  derive(database_, had_rows_);
  close_run(end, missing);
  commit();
  return missing;
}

}  // namespace trunklift::sqlite
