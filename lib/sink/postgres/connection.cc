// Thin owners of libpq's handles.
#include "sink/postgres/connection.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <vector>

namespace trunklift::postgres {
namespace {

using Kind = ServerError::Kind;

constexpr std::size_t copy_piece = std::size_t{1} << 20;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) {
    text.remove_suffix(1);
  }
  return text;
}

std::string_view field(const PGresult* result, int code) {
  const char* text = result ? PQresultErrorField(result, code) : nullptr;
  return text ? text : "";
}

// By SQLSTATE (appendix A of the manual).
Kind kind_of(std::string_view state) {
  const std::string_view of_class = state.substr(0, 2);
  if (of_class == "08" || state == "57P01" || state == "57P02" ||
      state == "57P03" || state == "53300") {
    return Kind::gone;
  }
  if (of_class == "40" || state == "55P03" || state == "57014") {
    return Kind::again;
  }
  // Of an index row that is too large, too.
  if (of_class == "22" || of_class == "23" || state == "54000") {
    return Kind::data;
  }
  return Kind::refused;
}

std::string advice_for(std::string_view state) {
  if (state == "53100") {
    return "what was committed stays; make room and run again";
  }
  if (state == "42501") return "the role lacks a privilege";
  if (state == "42P01" || state == "3F000") {
    return "prepare it with trunklift target init";
  }
  if (state == "57014") return "raise statement_timeout for this role";
  return {};
}

// Of "COPY device, line 17, column port: ...".
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

Connection::Connection(const std::string& at) : handle_(nullptr, &PQfinish) {
  const char* const keywords[] = {"dbname", "fallback_application_name",
                                  "client_encoding", nullptr};
  const char* const values[] = {at.c_str(), "trunklift", "UTF8", nullptr};
  handle_.reset(PQconnectdbParams(keywords, values, 1));
  const auto said = [](const char* text) {
    return std::string(text ? text : "");
  };
  const std::string host = said(PQhost(handle_.get()));
  place_ = said(PQdb(handle_.get())) + (host.empty() ? "" : " on " + host);
  if (PQstatus(handle_.get()) != CONNECTION_OK) {
    const std::string reason(trimmed(PQerrorMessage(handle_.get())));
    // The server is there, but does not want us.
    const bool for_good = reason.find("authentication failed") != reason.npos ||
                          reason.find("does not exist") != reason.npos ||
                          reason.find("no pg_hba.conf entry") != reason.npos ||
                          reason.find("certificate") != reason.npos ||
                          reason.find("invalid") != reason.npos ||
                          reason.find("missing \"=\"") != reason.npos ||
                          reason.find("no password supplied") != reason.npos;
    throw ServerError(for_good ? Kind::refused : Kind::gone, "connect to",
                      place_.empty() ? "PostgreSQL" : place_, reason);
  }
  PQsetNoticeReceiver(handle_.get(), ignore_notice, nullptr);
}

void Connection::fail(const PGresult* result, const std::string& attempt) {
  const std::string_view state = field(result, PG_DIAG_SQLSTATE);
  std::string reason(field(result, PG_DIAG_MESSAGE_PRIMARY));
  if (reason.empty()) reason = trimmed(PQerrorMessage(handle_.get()));
  // Behind it stands a value of the row.
  if (kind_of(state) == Kind::data)
    reason.resize(std::min(reason.find(": \""), reason.size()));
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
  ServerError error(lost ? Kind::gone : kind_of(state), attempt, place_, reason,
                    advice_for(state));
  const std::string_view context = field(result, PG_DIAG_CONTEXT);
  error.line = copy_line(context);
  error.table = copy_table(context);
  throw error;
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
  while (PGresult* next = PQgetResult(handle_.get())) {
    if (last) look(last);
    last.reset(next);
  }
  if (last) look(last);
  if (wrong) fail(wrong.get(), attempt);
  if (!last) fail(nullptr, attempt);
  return last;
}

Result Connection::execute(const std::string& sql) {
  PGresult* const result = PQexec(handle_.get(), sql.c_str());
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK &&
      status != PGRES_EMPTY_QUERY) {
    const PgResult owned(result, &PQclear);
    fail(result, "use");
  }
  return Result(result);
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
  PGresult* const result =
      PQexecParams(handle_.get(), sql.c_str(), static_cast<int>(values.size()),
                   nullptr, values.data(), nullptr, nullptr, 0);
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    const PgResult owned(result, &PQclear);
    fail(result, "use");
  }
  return Result(result);
}

void Connection::copy_in(const std::string& sql,
                         std::initializer_list<std::string_view> pieces) {
  {
    const PgResult start(PQexec(handle_.get(), sql.c_str()), &PQclear);
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
    }
  }
  if (sent) sent = PQputCopyEnd(handle_.get(), nullptr) == 1;
  finish(PgResult(nullptr, &PQclear), "write to");
}

void Connection::copy_out(
    const std::string& sql,
    const std::function<void(std::string_view line)>& each) {
  {
    const PgResult start(PQexec(handle_.get(), sql.c_str()), &PQclear);
    if (PQresultStatus(start.get()) != PGRES_COPY_OUT) {
      fail(start.get(), "read from");
    }
  }
  char* line = nullptr;
  int size = 0;
  while ((size = PQgetCopyData(handle_.get(), &line, 0)) > 0) {
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
