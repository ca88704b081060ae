// Codes of SQLite become errors, and cells become parameters.
#include "sink/sqlite/database.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <utility>

#include "base/error.h"
#include "base/time.h"

namespace trunklift::sqlite {
namespace {

[[noreturn]] void fail(const Database& database, const std::string& attempt) {
  const int code = sqlite3_errcode(database.handle());
  std::string advice;
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
    advice = "another program has it open; run again when that is done";
  } else if (code == SQLITE_FULL) {
    advice = "what was committed stays; make room and run again";
  } else if (code == SQLITE_NOTADB) {
    advice = "the file is not a SQLite database; name another";
  }
  throw Error(Exit::target, attempt, database.path(),
              sqlite3_errmsg(database.handle()), advice);
}

// Text is the same if it is at the same place: SQLite reads it when it runs.
bool same(const Cell& a, const Cell& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Cell::Kind::null: return true;
    case Cell::Kind::text:
      return a.text().data() == b.text().data() &&
             a.text().size() == b.text().size();
    case Cell::Kind::id: return a.id() == b.id();
    default: return a.integer() == b.integer();
  }
}

// Statistics of memory, which nobody asks for, are kept behind a mutex.
void leave_out_statistics() {
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(done);  // it is too late once SQLite was used
}

}  // namespace

Database::Database(const std::string& path, bool read_only) : path_(path) {
  leave_out_statistics();
  const int flags = read_only ? SQLITE_OPEN_READONLY
                              : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX,
                      nullptr) != SQLITE_OK) {
    const std::string reason = sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw Error(read_only ? Exit::input : Exit::target, "open", path, reason);
  }
  sqlite3_busy_timeout(handle_, 2000);
}

Database::~Database() { sqlite3_close(handle_); }

Database::Database(Database&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      path_(std::move(other.path_)) {}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) !=
      SQLITE_OK) {
    fail(*this, "write");
  }
}

std::int64_t Database::integer(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

void Database::expect_taken(std::int64_t expected, std::int64_t done,
                            std::string_view table,
                            std::string_view whose) const {
  if (done == expected) return;
  throw Error(
      Exit::target, "write to", path_,
      fmt::format("the table {} took {} of {} changes, and no error "
                  "told of the others{}{}",
                  table, done, expected, whose.empty() ? "" : ": ", whose),
      "a trigger of the table drops them: drop it, run again");
}

Statement::Statement(const Database& database, const std::string& sql)
    : database_(database) {
  if (sqlite3_prepare_v3(database.handle(), sql.c_str(), -1,
                         SQLITE_PREPARE_PERSISTENT, &handle_,
                         nullptr) != SQLITE_OK) {
    fail(database, "use");
  }
  bound_.resize(
      static_cast<std::size_t>(sqlite3_bind_parameter_count(handle_)));
}

Statement::~Statement() { sqlite3_finalize(handle_); }

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      handle_(std::exchange(other.handle_, nullptr)),
      bound_(std::move(other.bound_)) {}

Statement& Statement::bind(int parameter, const Cell& cell) {
  auto& [bound, room] = bound_[static_cast<std::size_t>(parameter)];
  if (same(bound, cell)) return *this;
  bound = cell;
  switch (cell.kind()) {
    case Cell::Kind::null: sqlite3_bind_null(handle_, parameter + 1); break;
    case Cell::Kind::integer:
    case Cell::Kind::boolean:
      sqlite3_bind_int64(handle_, parameter + 1, cell.integer());
      break;
    case Cell::Kind::text:
    case Cell::Kind::time:
    case Cell::Kind::id: {
      const std::string_view text = room.print(cell);
      sqlite3_bind_text64(handle_, parameter + 1,
                          text.data() ? text.data() : "", text.size(),
                          SQLITE_STATIC, SQLITE_UTF8);
    }
  }
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    sqlite3_reset(handle_);
    fail(database_, "use");
  }
  return code == SQLITE_ROW;
}

void Statement::reset() { sqlite3_reset(handle_); }

void Statement::run() {
  step();
  reset();
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

std::string_view Statement::text(int column) const {
  const auto* bytes =
      static_cast<const char*>(sqlite3_column_blob(handle_, column));
  const auto size =
      static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return bytes ? std::string_view(bytes, size) : std::string_view("");
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

Cell Statement::cell(int column, ColumnType type) const {
  const int stored = sqlite3_column_type(handle_, column);
  if (stored == SQLITE_NULL) return {};
  if (stored == SQLITE_INTEGER) {
    const std::int64_t value = integer(column);
    return type == ColumnType::boolean ? Cell::truth(value != 0)
                                       : Cell::of(value);
  }
  const std::string_view value = text(column);
  if (type == ColumnType::id) {
    if (const auto id = uuid_from(value)) return Cell::id(*id);
  } else if (type == ColumnType::time) {
    if (const auto seconds = gregorian_from_iso(value)) {
      return Cell::time(*seconds);
    }
  }
  return Cell::of(value);
}

}  // namespace trunklift::sqlite
