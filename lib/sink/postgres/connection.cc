// Every wait for an answer is a poll, which a signal can end.
#include "sink/postgres/connection.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <vector>

#include "base/aside.h"
#include "base/interrupt.h"
#include "sink/postgres/reasons.h"

namespace trunklift::postgres {
namespace {

using Kind = ServerError::Kind;

constexpr std::size_t copy_piece = std::size_t{1} << 20;
constexpr int look_up_every = 100;  // milliseconds
constexpr std::chrono::milliseconds cancel_within{400};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  return text;
}

// Puts what libpq says in several lines into one.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    if (c == '\n') {
      out += ' ';
    } else if (c != '\t') {
      out += c;
    }
  }
  return out;
}

std::string_view field(const PGresult* result, int code) {
  const char* text = result ? PQresultErrorField(result, code) : nullptr;
  return text ? text : "";
}

// Finds the line in "COPY device, line 17, column port: ...".
std::size_t copy_line(std::string_view context) {
  constexpr std::string_view mark = ", line ";
  const std::size_t at = context.find(mark);
  if (!context.starts_with("COPY ") || at == std::string_view::npos) return 0;
  std::size_t line = 0;
  std::from_chars(context.data() + at + mark.size(),
                  context.data() + context.size(), line);
  return line;
}

std::string_view copy_table(std::string_view context) {
  constexpr std::string_view mark = "COPY ";
  if (!context.starts_with(mark)) return {};
  context.remove_prefix(mark.size());
  return context.substr(0, context.find_first_of(", "));
}

void ignore_notice(void*, const PGresult*) {}

}  // namespace

std::int64_t Result::integer(int row, int column) const {
  const std::string_view digits = text(row, column);
  std::int64_t out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

std::uint64_t Result::affected() const {
  const std::string_view digits = PQcmdTuples(result_.get());
  std::uint64_t out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

Connection::Connection(const std::string& at) : handle_(connect(at)) {
  place_ = place_of(handle_.get(), at);
  if (PQstatus(handle_.get()) != CONNECTION_OK) {
    const std::string reason = without_database(
        at, PQdb(handle_.get()), one_line(PQerrorMessage(handle_.get())));
    const WhyNot why = explained(reason);
    throw ServerError(why.kind, "connect to",
                      place_.empty() ? "PostgreSQL" : place_, reason,
                      std::string(why.advice));
  }
  PQsetNoticeReceiver(handle_.get(), ignore_notice, nullptr);
  PQsetnonblocking(handle_.get(), 1);
}

void Connection::fail(const PGresult* result, const std::string& attempt) {
  const std::string_view state = field(result, PG_DIAG_SQLSTATE);
  std::string reason(field(result, PG_DIAG_MESSAGE_PRIMARY));
  if (reason.empty()) reason = one_line(PQerrorMessage(handle_.get()));
  // Behind it stands a value of the row; what a trigger says may hold any,
  // whatever code it gives.
  if (kind_of(state) == Kind::data)
    reason.resize(std::min(reason.find(": \""), reason.size()));
  const bool raised =
      state == "P0001" ||
      field(result, PG_DIAG_SOURCE_FUNCTION) == "exec_stmt_raise";
  if (raised) reason = "a trigger raised an exception";
  for (const auto& [code, name] :
       {std::pair{PG_DIAG_TABLE_NAME, "table"},
        std::pair{PG_DIAG_COLUMN_NAME, "column"},
        std::pair{PG_DIAG_CONSTRAINT_NAME, "constraint"}}) {
    const std::string text(field(result, code));
    if (!text.empty() && reason.find('"' + text + '"') == reason.npos) {
      reason += std::string(" (") + name + ' ' + text + ')';
    }
  }
  const bool lost = PQstatus(handle_.get()) == CONNECTION_BAD;
  // An earlier attempt at the same part was still being committed, or another
  // run began at the same moment.
  const std::string_view key = field(result, PG_DIAG_CONSTRAINT_NAME);
  const bool twice =
      state == "23505" && (key == "run_part_key" || key == "run_number");
  const bool dropped = key == "stage_count_taken";
  const Kind kind = lost      ? Kind::gone
                    : dropped ? Kind::refused
                    : twice   ? Kind::again
                    : raised  ? Kind::data
                              : kind_of(state);
  // Who may not look into a schema is helped as if there were none.
  const bool no_schema =
      state == "42501" && reason.find("for schema") != reason.npos;
  ServerError error(kind, attempt, place_, reason,
                    advice_for(no_schema ? "3F000" : state, kind));
  const std::string_view context = field(result, PG_DIAG_CONTEXT);
  error.line = copy_line(context);
  error.table = copy_table(context);
  if (dropped) {
    std::string_view detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    detail.remove_prefix(std::min(detail.find('(') + 1, detail.size()));
    error.counts = detail.substr(0, detail.find(')'));
  }
  throw error;
}

void Connection::stop() {
  // A server that is silent does not take that, either.
  const auto start = std::chrono::steady_clock::now();
  const auto enough = [start] {
    return std::chrono::steady_clock::now() - start > cancel_within;
  };
  if (PGcancel* const cancel = PQgetCancel(handle_.get())) {
    const std::shared_ptr<PGcancel> owned(cancel, &PQfreeCancel);
    run_aside<int>(
        [owned] {
          char why[256];
          return PQcancel(owned.get(), why, sizeof why);
        },
        enough);
  }
  throw interruption(place_);
}

void Connection::wait_for(short events) {
  while (!must_stop()) {
    pollfd waiting{PQsocket(handle_.get()), events, 0};
    const int ready = ::poll(&waiting, 1, look_up_every);
    if (ready > 0 || (ready < 0 && errno != EINTR)) return;
  }
  stop();
}

void Connection::flush() {
  while (PQflush(handle_.get()) > 0) {
    wait_for(POLLIN | POLLOUT);
    // The server may have something to say before it takes more.
    PQconsumeInput(handle_.get());
  }
}

Connection::PgResult Connection::next_result() {
  while (PQisBusy(handle_.get())) {
    wait_for(POLLIN);
    if (PQconsumeInput(handle_.get()) == 0) break;
  }
  return {PQgetResult(handle_.get()), &PQclear};
}

// As PQexec: of several statements the last one's, or what went wrong; COPY
// goes on.
Connection::PgResult Connection::last_result(bool sent) {
  PgResult last(nullptr, &PQclear);
  if (!sent) return last;
  flush();
  while (PgResult next = next_result()) {
    last = std::move(next);
    const ExecStatusType status = PQresultStatus(last.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT ||
        status == PGRES_COPY_BOTH ||
        PQstatus(handle_.get()) == CONNECTION_BAD) {
      break;
    }
  }
  return last;
}

// Takes what is left of the answer; the first thing that went wrong counts.
Connection::PgResult Connection::finish(PgResult last,
                                        const std::string& attempt) {
  PgResult wrong(nullptr, &PQclear);
  const auto look = [&](PgResult& result) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && !wrong) {
      wrong = std::move(result);
    }
  };
  while (PgResult next = next_result()) {
    if (last) look(last);
    last = std::move(next);
  }
  if (last) look(last);
  if (wrong) fail(wrong.get(), attempt);
  if (!last) fail(nullptr, attempt);
  return last;
}

Connection::PgResult Connection::execute_plain(const std::string& sql) {
  if (must_stop()) throw interruption(place_);
  PgResult result = last_result(PQsendQuery(handle_.get(), sql.c_str()) == 1);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
      status != PGRES_EMPTY_QUERY) {
    fail(result.get(), "use");
  }
  return result;
}

template <typename Send>
Result Connection::in_transaction(const Send& send) {
  if (PQtransactionStatus(handle_.get()) != PQTRANS_IDLE) {
    return Result(send().release());
  }
  execute_plain("BEGIN; SET LOCAL search_path TO pg_catalog, pg_temp");
  try {
    Result out(send().release());
    execute_plain("COMMIT");
    return out;
  } catch (const ServerError&) {
    if (PQtransactionStatus(handle_.get()) == PQTRANS_INERROR) {
      execute_plain("ROLLBACK");
    }
    throw;
  }
}

Result Connection::execute(const std::string& sql) {
  if (sql.starts_with("BEGIN")) return Result(execute_plain(sql).release());
  return in_transaction([&] { return execute_plain(sql); });
}

Result Connection::query(const std::string& sql,
                         std::initializer_list<Parameter> parameters) {
  std::vector<std::string> texts;
  std::vector<const char*> values;
  texts.reserve(parameters.size());
  for (const Parameter& parameter : parameters) {
    texts.emplace_back(parameter.value_or(""));
    values.push_back(parameter ? texts.back().c_str() : nullptr);
  }
  return in_transaction([&] {
    if (must_stop()) throw interruption(place_);
    PgResult result =
        last_result(PQsendQueryParams(handle_.get(), sql.c_str(),
                                      static_cast<int>(values.size()), nullptr,
                                      values.data(), nullptr, nullptr, 0) == 1);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      fail(result.get(), "use");
    }
    return result;
  });
}

std::uint64_t Connection::copy_in(
    const std::string& sql, std::initializer_list<std::string_view> pieces) {
  {
    const PgResult start =
        last_result(PQsendQuery(handle_.get(), sql.c_str()) == 1);
    if (PQresultStatus(start.get()) != PGRES_COPY_IN) {
      fail(start.get(), "write to");
    }
  }
  bool sent = true;
  for (std::string_view rest : pieces) {
    while (sent && !rest.empty()) {
      const std::string_view piece = rest.substr(0, copy_piece);
      rest.remove_prefix(piece.size());
      sent = PQputCopyData(handle_.get(), piece.data(),
                           static_cast<int>(piece.size())) == 1;
      flush();
    }
  }
  if (sent) sent = PQputCopyEnd(handle_.get(), nullptr) == 1;
  flush();
  PgResult last = finish(PgResult(nullptr, &PQclear), "write to");
  return Result(last.release()).affected();
}

void Connection::copy_out(
    const std::string& sql,
    const std::function<void(std::string_view line)>& each) {
  {
    const PgResult start =
        last_result(PQsendQuery(handle_.get(), sql.c_str()) == 1);
    if (PQresultStatus(start.get()) != PGRES_COPY_OUT) {
      fail(start.get(), "read from");
    }
  }
  char* line = nullptr;
  int size = 0;
  while ((size = PQgetCopyData(handle_.get(), &line, 1)) >= 0) {
    if (size == 0) {
      wait_for(POLLIN);
      if (PQconsumeInput(handle_.get()) == 0) fail(nullptr, "read from");
      continue;
    }
    const std::unique_ptr<char, decltype(&PQfreemem)> owned(line, &PQfreemem);
    each({line, static_cast<std::size_t>(size)});
  }
  if (size == -2) fail(nullptr, "read from");
  finish(PgResult(nullptr, &PQclear), "read from");
}

bool Connection::is_alive() {
  pollfd waiting{PQsocket(handle_.get()), POLLIN, 0};
  if (::poll(&waiting, 1, 0) > 0 && PQconsumeInput(handle_.get()) == 0) {
    return false;
  }
  return PQstatus(handle_.get()) == CONNECTION_OK;
}

std::string quoted_name(std::string_view name) {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + '"';
}

// Names and numbers of our own only; what comes from elsewhere is a parameter.
std::string quoted_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + '\'';
}

}  // namespace trunklift::postgres
