// Writes records to a SQLite database, with the ledger beside them.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "base/hash.h"
#include "base/part_file.h"
#include "base/time.h"
#include "base/uuid.h"
#include "sink/ledger_rows.h"
#include "sink/planning_sink.h"
#include "sink/sqlite/plan.h"
#include "sink/sqlite/sink.h"

namespace trunklift::sqlite {
namespace {

// Transactions are small enough that little is lost. Where the disk is slow,
// they become longer: the time between two commits is this many times what one
// takes.
constexpr std::uint64_t documents_a_transaction = 5000;
constexpr int commits_apart = 20;

// The bytes that the table of documents of a run may take in memory.
constexpr std::size_t most_memory = std::size_t{64} << 20;

// A document that was kept before keeps its row, unless its reasons differ now.
constexpr const char* keep_again =
    " ON CONFLICT(account_id, document_id, content_hash) DO UPDATE SET "
    "outcome = excluded.outcome, stage = excluded.stage, "
    "reasons = excluded.reasons, run_id = excluded.run_id "
    "WHERE reasons IS NOT excluded.reasons";

const std::array<ContextTable, 3> context_tables = {{
    {0, "legacy_account", "account_id = ?1"},
    {1, "legacy_limits", "account_id = ?1"},
    {2, "legacy_number", "account_id = ?1 AND number = ?2"},
}};

const ContextTable& context_table_of(Kind kind) {
  return kind == Kind::account  ? context_tables[0]
         : kind == Kind::limits ? context_tables[1]
                                : context_tables[2];
}

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
      run_(random_uuid()),
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
  row[run::id] = Cell::id(run_);
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

void SqliteSink::insert(Statement& statement, const Row& row,
                        bool may_be_there) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    statement.bind(static_cast<int>(i), row.cells[i]);
  }
  statement.run();
  if (database_.changes() == 1 || may_be_there) return;
  const Table& table = trunklift::table(row.table);
  std::string whose;
  CellText text;
  for (std::size_t i = 0; i < table.key_columns; ++i) {
    whose += fmt::format("{}{} {}", i ? ", " : "", table.columns[i].name,
                         text.print(row.cells[i]));
  }
  database_.expect_changes(1, table.name, whose);
}

Bucket SqliteSink::write(const Delivery& delivery) {
  begin();
  // Keys are enforced from the moment on that a row could come twice.
  if (delivery.replaces) index();
  if (beside_others_ && !delivery.is<Delivery::Context>()) {
    seen_.add(delivery.identity);
  }
  const Decision decision = std::visit(
      [&](const auto& what) { return take(delivery, what); }, delivery.what);
  if (++documents_ % documents_a_transaction == 0 && !options_.may_take_back &&
      Clock::now() >= next_commit_) {
    commit();
  }
  return bucket_of(delivery, decision);
}

Known SqliteSink::known_document(const Identity& identity) {
  Known out;
  if (!indexed_) return out;  // nothing was there when the run began
  if (!find_) {
    find_.emplace(database_,
                  "SELECT revision, content_hash, record_hash, outcome = "
                  "'loaded', run_id FROM legacy_document WHERE account_id = ? "
                  "AND document_id = ?");
  }
  find_->bind(0, identity.account_id).bind(1, identity.document_id);
  if (find_->step()) {
    out.set_document(find_->text(0), find_->text(1), find_->text(2),
                     find_->integer(3) != 0);
    out.this_run = uuid_from(find_->text(4)) == run_;
  }
  find_->reset();
  return out;
}

Decision SqliteSink::take(const Delivery& delivery,
                          const Delivery::Load& load) {
  const Decision decision = decide(known_document(delivery.identity), delivery);
  if (decision == Decision::update) remove_records(delivery.identity);
  if (!changes_rows(decision)) return decision;
  for (const Row& row : load.records.rows) insert(row);
  ledger(delivery, "loaded");
  return decision;
}

Decision SqliteSink::take(const Delivery& delivery,
                          const Delivery::Remove& /*remove*/) {
  const Decision decision = decide(known_document(delivery.identity), delivery);
  if (decision == Decision::remove) remove_records(delivery.identity);
  if (!changes_rows(decision)) return decision;
  ledger(delivery, "deleted");
  keep(delivery, "deleted");
  return decision;
}

Decision SqliteSink::take(const Delivery& delivery,
                          const Delivery::Reject& /*reject*/) {
  const Decision decision = decide({}, delivery);
  if (decision == Decision::keep) keep(delivery, "rejected");
  return decision;
}

Decision SqliteSink::take(const Delivery& delivery,
                          const Delivery::Context& context) {
  const Identity& identity = delivery.identity;
  const ContextTable& table = context_table_of(identity.kind);
  const Decision decision = decide(known_context(identity, table), delivery);
  if (decision == Decision::remove) {
    forget(identity, table);
  } else if (changes_rows(decision)) {
    for (const Row& row : context.records.rows) insert(row);
  }
  return decision;
}

Known SqliteSink::known_context(const Identity& identity,
                                const ContextTable& table) {
  Known out;
  if (!indexed_) return out;
  std::optional<Statement>& find = find_context_[table.place];
  if (!find) {
    find.emplace(database_,
                 fmt::format("SELECT revision, content_hash FROM {} WHERE {}",
                             table.name, table.where));
  }
  find->bind(0, identity.account_id);
  if (identity.kind == Kind::number) find->bind(1, identity.document_id);
  if (find->step()) out.set_context(find->text(0), find->text(1));
  find->reset();
  return out;
}

void SqliteSink::forget(const Identity& identity, const ContextTable& table) {
  std::optional<Statement>& forget = forget_context_[table.place];
  if (!forget) {
    forget.emplace(database_, fmt::format("DELETE FROM {} WHERE {}", table.name,
                                          table.where));
  }
  forget->bind(0, identity.account_id);
  if (identity.kind == Kind::number) forget->bind(1, identity.document_id);
  forget->run();
  database_.expect_changes(1, table.name, "account_id " + identity.account_id);
}

void SqliteSink::erase(std::optional<Removal>& removal, std::string_view table,
                       std::string_view where, const Identity& identity,
                       std::string_view key) {
  if (!removal) {
    const std::string from = fmt::format("FROM {} WHERE {}", table, where);
    removal.emplace(Removal{Statement(database_, "DELETE " + from),
                            Statement(database_, "SELECT count(*) " + from)});
  }
  for (Statement* statement : {&removal->erase, &removal->left}) {
    statement->bind(0, identity.account_id).bind(1, key);
  }
  removal->erase.run();
  removal->left.step();
  const std::int64_t left = removal->left.integer(0);
  removal->left.reset();
  const std::int64_t done = database_.changes();
  database_.expect_taken(
      done + left, done, table,
      fmt::format("account_id {}, document_id {}", identity.account_id,
                  identity.document_id));
}

// The trunk is found by the id that its document gives it, because an account
// may have many.
void SqliteSink::remove_records(const Identity& identity) {
  constexpr std::string_view of_trunk = "account_id = ? AND trunk_id = ?";
  const std::string trunk =
      uuid5(identity.account_id + '\n' + identity.document_id);
  erase(erase_numbers_, "phone_number", of_trunk, identity, trunk);
  erase(erase_devices_, "device", of_trunk, identity, trunk);
  erase(erase_trunk_, "trunk", "account_id = ? AND id = ?", identity, trunk);
  erase(erase_kept_, "unconverted_document",
        "account_id = ? AND document_id = ? AND outcome = 'deleted'", identity,
        identity.document_id);
}

void SqliteSink::ledger(const Delivery& delivery, std::string_view outcome) {
  insert(ledger_row(delivery, outcome, run_, ledger_text_));
}

// Keeps the bytes of a document that has no records.
void SqliteSink::keep(const Delivery& delivery, std::string_view why) {
  // The same bytes may come twice, which no key refuses yet.
  const Hash128 key = FieldHash()
                          .add(delivery.identity.account_id)
                          .add(delivery.identity.document_id)
                          .add(delivery.identity.content.hex())
                          .finish();
  if (!indexed_ && !kept_.insert(key).second) return;
  const Row row = unconverted_row(delivery, why, run_, ledger_text_);
  if (!keep_) {
    keep_.emplace(database_, insert_sql(table(row.table), false) +
                                 (indexed_ ? keep_again : ""));
  }
  insert(*keep_, row, indexed_);
  if (database_.changes() > 0) return;
  // It was kept before, with these reasons.
  if (!kept_before_) {
    kept_before_.emplace(database_,
                         "SELECT count(*) FROM unconverted_document WHERE "
                         "account_id = ? AND document_id = ? AND content_hash "
                         "= ? AND reasons IS ?");
  }
  kept_before_->bind(0, row[unconverted_document::account_id])
      .bind(1, row[unconverted_document::document_id])
      .bind(2, row[unconverted_document::content_hash])
      .bind(3, row[unconverted_document::reasons]);
  kept_before_->step();
  const std::int64_t there = kept_before_->integer(0);
  kept_before_->reset();
  if (there == 0) {
    database_.expect_changes(1, "unconverted_document",
                             "document_id " + delivery.identity.document_id);
  }
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
