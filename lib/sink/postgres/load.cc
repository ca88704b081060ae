// One part into the target, in one transaction.
#include "sink/postgres/load.h"

#include <fmt/format.h>

#include <algorithm>

#include "sink/postgres/copy_binary.h"
#include "sink/postgres/merge.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {
namespace {

// Documents between two savepoints, once a part is known to hold bad ones.
constexpr std::size_t few = 256;

class PartLoad {
public:
  PartLoad(Connection& connection, const LoaderOptions& options,
           const Part& part, LoadMode mode)
      : connection_(connection), options_(options), part_(part), mode_(mode) {}

  std::vector<Refusal> run() {
    connection_.execute(begin_in(options_.schema));
    if (is_committed()) {
      connection_.execute("ROLLBACK");
      return {};
    }
    if (mode_ == LoadMode::merge) connection_.execute(create_stages());
    try {
      load(0, part_.documents());
    } catch (const ServerError& error) {
      if (error.kind() != ServerError::Kind::data) throw;
      begin_again();
      for (std::size_t at = 0; at < part_.documents(); at += few) {
        narrow(at, std::min(at + few, part_.documents()));
      }
      // Without savepoints: rows are to be of the transaction that is noted.
      begin_again();
      load_others();
    }
    connection_.execute(fmt::format(
        "INSERT INTO run_part(run_id, part) VALUES ('{}', {}); COMMIT",
        options_.run_id, part_.number));
    return std::move(refused_);
  }

private:
  void begin_again() {
    connection_.execute("ROLLBACK");
    connection_.execute(begin_in(options_.schema));
    if (mode_ == LoadMode::merge) connection_.execute(create_stages());
  }

  // All but what was refused.
  void load_others() {
    std::size_t from = 0;
    for (const std::size_t bad : bad_) {
      if (from < bad) load(from, bad);
      from = bad + 1;
    }
    if (from < part_.documents()) load(from, part_.documents());
  }

  // The answer to its COMMIT may have been lost.
  bool is_committed() {
    return connection_
               .execute(fmt::format("SELECT 1 FROM run_part WHERE run_id = "
                                    "'{}' AND part = {}",
                                    options_.run_id, part_.number))
               .rows() > 0;
  }

  void load(std::size_t from, std::size_t to) {
    std::array<bool, destinations> sent{};
    for (std::size_t i = 0; i < destinations; ++i) {
      const auto destination = static_cast<Destination>(i);
      const std::string_view text = part_.text(destination, from, to);
      if (text.empty()) continue;
      sent[i] = true;
      const bool binary = is_binary(destination);
      connection_.copy_in(copy_sql(destination, mode_ == LoadMode::merge),
                          {binary ? binary_header() : "", text,
                           binary ? binary_trailer() : ""});
    }
    if (mode_ == LoadMode::merge) {
      connection_.execute(merge_sql(options_.run_id, sent));
    }
  }

  // COPY says which line it was; otherwise it is in one half or the other.
  void narrow(std::size_t from, std::size_t to) {
    if (from == to) return;
    connection_.execute("SAVEPOINT before_documents");
    std::string reason;
    std::size_t bad = to;
    try {
      load(from, to);
      connection_.execute("RELEASE before_documents");
      return;
    } catch (const ServerError& error) {
      if (error.kind() != ServerError::Kind::data) throw;
      reason = error.reason();
      bad = culprit(error, from, to);
    }
    connection_.execute("ROLLBACK TO before_documents");
    if (bad < to) {
      narrow(from, bad);
      bad_.push_back(bad);
      refused_.push_back(part_.refusal(bad, reason));
      narrow(bad + 1, to);
    } else {
      const std::size_t middle = from + (to - from) / 2;
      narrow(from, middle);
      narrow(middle, to);
    }
  }

  // `to` if it is not known.
  std::size_t culprit(const ServerError& error, std::size_t from,
                      std::size_t to) const {
    if (to - from == 1) return from;
    if (error.line == 0) return to;
    for (std::size_t i = 0; i < destinations; ++i) {
      const auto destination = static_cast<Destination>(i);
      if (error.table == copy_table(destination, mode_ == LoadMode::merge)) {
        const std::size_t bad =
            part_.document_of(destination, from, error.line);
        return bad >= from && bad < to ? bad : to;
      }
    }
    return to;
  }

  Connection& connection_;
  const LoaderOptions& options_;
  const Part& part_;
  LoadMode mode_;
  std::vector<std::size_t> bad_;  // in ascending order
  std::vector<Refusal> refused_;
};

}  // namespace

std::vector<Refusal> load_part(Connection& connection,
                               const LoaderOptions& options, const Part& part,
                               LoadMode mode) {
  return PartLoad(connection, options, part, mode).run();
}

}  // namespace trunklift::postgres
