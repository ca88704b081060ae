// Thin owners of libpq's handles.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sink/postgres/connect.h"
#include "sink/postgres/server_error.h"

namespace trunklift::postgres {

class Result {
public:
  explicit Result(PGresult* result) : result_(result, &PQclear) {}
  int rows() const { return PQntuples(result_.get()); }
  bool is_null(int row, int column) const {
    return PQgetisnull(result_.get(), row, column) != 0;
  }
  std::string_view text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  std::int64_t integer(int row, int column) const;
  // How many rows the command wrote.
  std::uint64_t affected() const;

private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

// A parameter of a query. There is no null.
using Parameter = std::optional<std::string_view>;

// Used by one thread at a time. Whatever fails throws ServerError; where the
// process is to stop (base/interrupt.h), what the server is doing is cancelled,
// and Error says so with the exit code.
//
// Whose search_path counts: outside of a transaction, and in one that did not
// say otherwise, a role's default, in which others may have put operators and
// functions. What is sent outside of a transaction is therefore put into one of
// its own, with pg_catalog alone; whoever sends BEGIN sets a path along with
// it.
class Connection {
public:
  // `at` is a URI or a list of keyword=value, as libpq takes them; what it does
  // not say comes from PG* variables, service files and .pgpass.
  explicit Connection(const std::string& at);

  // Runs one or more statements without parameters. Returns the last result.
  Result execute(const std::string& sql);
  // Runs one statement with parameters $1, $2... It is sent unnamed and at
  // once, which a pooler in front of the server can take.
  Result query(const std::string& sql,
               std::initializer_list<Parameter> parameters);
  // Runs COPY ... FROM STDIN with these, one after the other. Returns how many
  // rows the server says it took.
  std::uint64_t copy_in(const std::string& sql,
                        std::initializer_list<std::string_view> pieces);
  // Runs COPY ... TO STDOUT, and calls `each` with every line and its newline.
  void copy_out(const std::string& sql,
                const std::function<void(std::string_view line)>& each);

  // Tells whether it still stands, without asking the server anything.
  bool is_alive();
  int server_version() const { return PQserverVersion(handle_.get()); }
  // "database on host": nothing secret.
  const std::string& place() const { return place_; }

private:
  using PgResult = std::unique_ptr<PGresult, decltype(&PQclear)>;
  [[noreturn]] void fail(const PGresult* result, const std::string& attempt);
  PgResult finish(PgResult last, const std::string& attempt);

  // libpq's own waits cannot be ended.
  void wait_for(short events);
  void flush();
  PgResult next_result();
  PgResult last_result(bool sent);
  PgResult execute_plain(const std::string& sql);
  [[noreturn]] void stop();
  template <typename Send>
  Result in_transaction(const Send& send);

  Handle handle_;
  std::string place_;
};

std::string quoted_name(std::string_view name);
std::string quoted_text(std::string_view text);

}  // namespace trunklift::postgres
