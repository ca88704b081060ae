// How a run into SQLite ends.
#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/time.h"
#include "ledger/missing.h"
#include "sink/ledger_rows.h"
#include "sink/sqlite/schema.h"
#include "sink/sqlite/sink.h"

namespace trunklift::sqlite {

// What is to be done is known before any of it is done, because it changes what
// is read.
Missing SqliteSink::settle_missing(const RunEnd& end) {
  Missing out;
  Statement ledger(
      database_,
      "SELECT d.account_id, d.document_id, v.run_id, d.outcome = "
      "'loaded', d.revision FROM legacy_document d LEFT JOIN vanished_document "
      "v USING (account_id, document_id) WHERE d.outcome = "
      "'loaded' OR v.run_id IS NOT NULL");
  std::vector<std::pair<AtEnd, Identity>> to_do;
  while (ledger.step()) {
    Identity identity;
    identity.account_id = ledger.text(0);
    identity.document_id = ledger.text(1);
    Known known;
    known.set_document(ledger.text(4), {}, {}, ledger.integer(3) != 0);
    known.vanished = !ledger.is_null(2);
    known.seen = seen_.contains(identity);
    const AtEnd what = at_end(known, identity.account_id, identity.document_id,
                              end.covers, options_.prune);
    out.count(what);
    if (what == AtEnd::stays || what == AtEnd::elsewhere) continue;
    to_do.emplace_back(what, std::move(identity));
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
  for (const auto& [what, identity] : to_do) {
    if (what == AtEnd::restore) {
      run(unmark, identity, "vanished_document");
    } else if (what == AtEnd::vanish) {
      insert(vanished_row(identity, run_));
    } else {
      remove_records(identity);
      run(forget, identity, "legacy_document");
      run(unmark, identity, "vanished_document", false);
    }
  }
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
  const Cell id = Cell::id(run_);
  close.bind(at, id).run();
  database_.expect_changes(1, "run",
                           fmt::format("id {}", CellText().print(id)));
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
