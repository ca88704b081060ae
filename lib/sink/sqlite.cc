// Writes records to a SQLite database, with the ledger beside them.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/part_file.h"
#include "base/time.h"
#include "sink/ledger_rows.h"
#include "sink/planning_sink.h"
#include "sink/sqlite_plan.h"
#include "sink/sqlite_sink.h"

namespace trunklift::sqlite {
namespace {

// Small enough that little is lost. Where the disk is slow, transactions become
// longer: between two commits there is this many times what one takes.
constexpr std::uint64_t documents_a_transaction = 5000;
constexpr int commits_apart = 20;

// What remembering the documents of a run may take before it goes to a file.
constexpr std::size_t most_memory = std::size_t{64} << 20;

// Kept before: the row stays as it is, unless the reasons are others now.
constexpr const char* keep_again =
    " ON CONFLICT(account_id, document_id, content_hash) DO UPDATE SET "
    "outcome = excluded.outcome, stage = excluded.stage, "
    "reasons = excluded.reasons, run_id = excluded.run_id "
    "WHERE reasons IS NOT excluded.reasons";

// A revision's generation is the number it starts with.
constexpr const char* not_later =
    " AND CAST(coalesce(revision, '') AS INTEGER) <= CAST(?2 AS INTEGER)";

bool has_rows(Database& database) {
  for (const Table& table : all_tables()) {
    if (table.id != TableId::run &&
        database.integer(
            fmt::format("SELECT EXISTS(SELECT 1 FROM {})", table.name))) {
      return true;
    }
  }
  return false;
}

// The file holds SIP passwords: only its owner may read it, also where there
// was an empty one. A link that leads to nothing would be followed by SQLite,
// which makes files for everybody.
void create_private(const std::string& path) {
  if (path.empty()) return;
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    const bool is_new = S_ISREG(status.st_mode) && status.st_size == 0;
    if (is_new && ::chmod(path.c_str(), 0600) != 0) {
      throw Error(Exit::target, "make private", path, std::strerror(errno),
                  "it belongs to somebody else: name another file");
    }
    return;
  }
  const int file =
      ::open(final_path(path).c_str(),
             O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, 0600);
  if (file >= 0) {
    ::close(file);
  } else if (errno != EEXIST) {
    throw Error(Exit::target, "create", path, std::strerror(errno));
  }
}

Database opened(const std::string& path) {
  create_private(path);
  Database database(path, false);
  // One writer, which keeps its lock: a second run is refused, not mixed in.
  prepare_to_write(database);
  database.execute("BEGIN EXCLUSIVE;COMMIT");
  create_tables(database);
  return database;
}

}  // namespace

SqliteSink::SqliteSink(const std::string& path, const RunInfo& run)
    : SqliteSink(path, run, Options{}) {}

SqliteSink::SqliteSink(const std::string& path, const RunInfo& run,
                       const Options& options)
    : database_(opened(path)),
      options_(options),
      run_id_(boost::uuids::to_string(boost::uuids::random_generator()())),
      had_rows_(has_rows(database_)),
      indexed_(has_indexes(database_)),
      seen_(std::min(options.memory, most_memory)) {
  inserts_.resize(all_tables().size());
  // A target that a run has written to is looked things up in.
  if (!indexed_ && had_rows_) index();
  beside_others_ = indexed_;
  begin_run(run);
}

SqliteSink::~SqliteSink() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const Error&) {
    // Closing the database rolls back as well.
  }
}

void SqliteSink::begin_run(const RunInfo& info) {
  database_.execute(
      "UPDATE run SET status = 'interrupted' WHERE status = 'running'");
  Row row(TableId::run);
  const std::string now = iso_now();
  row[run::id] = Cell::of(run_id_);
  row[run::started] = Cell::of(now);
  row[run::status] = Cell::of(std::string_view("running"));
  row[run::version] = Cell::of(info.version);
  row[run::rules_version] = Cell::of(info.rules_version);
  row[run::inputs] = Cell::of(info.inputs_json);
  row[run::options] = Cell::of(info.options_json);
  insert(row);
}

void SqliteSink::begin() {
  if (open_) return;
  database_.execute("BEGIN IMMEDIATE");
  open_ = true;
  documents_ = 0;
}

void SqliteSink::commit() {
  if (!open_) return;
  const Clock::time_point start = Clock::now();
  database_.execute("COMMIT");
  open_ = false;
  const Clock::time_point end = Clock::now();
  next_commit_ = end + (end - start) * commits_apart;
}

void SqliteSink::index() {
  if (indexed_) return;
  create_indexes(database_);
  indexed_ = true;
  kept_.clear();
  keep_.reset();
  for (auto& statement : inserts_) statement.reset();
}

void SqliteSink::insert(const Row& row) {
  auto& statement = inserts_[static_cast<std::size_t>(row.table)];
  if (!statement) {
    statement.emplace(database_, insert_sql(table(row.table), indexed_));
  }
  insert(*statement, row);
}

void SqliteSink::insert(Statement& statement, const Row& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    statement.bind(static_cast<int>(i), row.cells[i]);
  }
  statement.run();
}

Bucket SqliteSink::write(const Delivery& delivery) {
  begin();
  // Keys are enforced from the moment on that a row could come twice.
  if (delivery.replaces) index();
  if (beside_others_ && delivery.kind != Delivery::Kind::context) {
    seen_.add(delivery.identity);
  }
  Bucket bucket = Bucket::skipped;
  switch (delivery.kind) {
    case Delivery::Kind::load: bucket = load(delivery); break;
    case Delivery::Kind::remove: remove(delivery); break;
    case Delivery::Kind::reject: keep(delivery, "rejected"); break;
    case Delivery::Kind::context: context(delivery); break;
  }
  if (++documents_ % documents_a_transaction == 0 && !options_.may_take_back &&
      Clock::now() >= next_commit_) {
    commit();
  }
  return bucket;
}

std::optional<SqliteSink::Stored> SqliteSink::stored(const Identity& identity) {
  if (!indexed_) return {};  // nothing was there when the run began
  if (!find_) {
    find_.emplace(database_,
                  "SELECT revision, content_hash, record_hash, run_id FROM "
                  "legacy_document WHERE account_id = ? AND "
                  "document_id = ?");
  }
  find_->bind(0, identity.account_id).bind(1, identity.document_id);
  std::optional<Stored> out;
  if (find_->step()) {
    out = {std::string(find_->text(0)), std::string(find_->text(1)),
           std::string(find_->text(2)), find_->text(3) == run_id_};
  }
  find_->reset();
  return out;
}

// Whether an earlier run left a later revision than this one.
bool SqliteSink::is_later(const Stored& before, const Identity& offered) {
  if (before.this_run) return false;  // decided within the run
  const Rank known = rank_of(before.revision, {});
  const Rank now = rank_of(offered.revision, {});
  return known > now && now.generation > 0;
}

Bucket SqliteSink::load(const Delivery& delivery) {
  const auto before = stored(delivery.identity);
  if (before && !before->this_run) {
    if (is_later(*before, delivery.identity)) return Bucket::superseded;
    // The same records, from the same spelling.
    if (before->record_hash == delivery.record_hash.hex()) {
      return Bucket::unchanged;
    }
  }
  if (before) remove_records(delivery.identity);
  for (const Row& row : delivery.records->rows) insert(row);
  ledger(delivery, "loaded");
  return Bucket::loaded;
}

// A document that says nothing (any more) takes back what it said.
void SqliteSink::context(const Delivery& delivery) {
  for (const Row& row : delivery.records->rows) insert(row);
  if (!delivery.records->rows.empty() || !indexed_) return;
  const Identity& identity = delivery.identity;
  const auto forget = [&](auto& statement, const char* sql) -> Statement& {
    if (!statement) {
      statement.emplace(database_, std::string(sql) + not_later);
    }
    return statement->bind(0, identity.account_id).bind(1, identity.revision);
  };
  if (identity.kind == Kind::account) {
    forget(forget_account_, "DELETE FROM legacy_account WHERE account_id = ?1")
        .run();
  } else if (identity.kind == Kind::limits) {
    forget(forget_limits_, "DELETE FROM legacy_limits WHERE account_id = ?1")
        .run();
  } else {
    forget(forget_number_,
           "DELETE FROM legacy_number WHERE account_id = ?1 AND number = ?3")
        .bind(2, identity.document_id)
        .run();
  }
}

void SqliteSink::remove(const Delivery& delivery) {
  const auto before = stored(delivery.identity);
  if (before && (is_later(*before, delivery.identity) ||
                 spares(delivery.identity, rank_of(before->revision, {})) ||
                 before->content_hash == delivery.identity.content.hex())) {
    return;
  }
  if (before) remove_records(delivery.identity);
  ledger(delivery, "deleted");
  keep(delivery, "deleted");
}

void SqliteSink::remove_records(const Identity& identity) {
  const auto prepare = [&](auto& statement, std::string_view table) {
    if (!statement) {
      statement.emplace(
          database_,
          fmt::format("DELETE FROM {} WHERE account_id = ?1 AND {} IN (SELECT "
                      "id FROM trunk WHERE account_id = ?1 AND "
                      "legacy_document_id = ?2)",
                      table, table == "trunk" ? "id" : "trunk_id"));
    }
    statement->bind(0, identity.account_id).bind(1, identity.document_id).run();
  };
  prepare(delete_numbers_, "phone_number");
  prepare(delete_devices_, "device");
  prepare(delete_trunk_, "trunk");
  if (!delete_kept_) {
    delete_kept_.emplace(database_,
                         "DELETE FROM unconverted_document WHERE account_id = "
                         "? AND document_id = ? AND outcome = 'deleted'");
  }
  delete_kept_->bind(0, identity.account_id)
      .bind(1, identity.document_id)
      .run();
}

void SqliteSink::ledger(const Delivery& delivery, std::string_view outcome) {
  insert(ledger_row(delivery, outcome, run_id_, ledger_text_));
}

// The bytes of a document that has no records.
void SqliteSink::keep(const Delivery& delivery, std::string_view why) {
  // The same bytes may come twice, which no key refuses yet.
  const Hash128 key = FieldHash()
                          .add(delivery.identity.account_id)
                          .add(delivery.identity.document_id)
                          .add(delivery.identity.content.hex())
                          .finish();
  if (!indexed_ && !kept_.insert(key).second) return;
  const Row row = unconverted_row(delivery, why, run_id_, ledger_text_);
  if (!keep_) {
    keep_.emplace(database_, insert_sql(table(row.table), false) +
                                 (indexed_ ? keep_again : ""));
  }
  insert(*keep_, row);
}

}  // namespace trunklift::sqlite

namespace trunklift {

std::unique_ptr<Sink> open_sqlite_sink(const SinkRequest& request) {
  if (request.planned && !request.place.empty()) {
    return open_planning_sink(request, sqlite::plan_source(request));
  }
  if (request.place.empty()) {
    throw Error(Exit::usage, "use", "sqlite:", "the file has no name",
                "write --to sqlite:FILE");
  }
  return std::make_unique<sqlite::SqliteSink>(
      request.place, request.run,
      sqlite::SqliteSink::Options{request.prune, request.may_take_back,
                                  request.memory});
}

}  // namespace trunklift
