// A part that the server refuses is loaded piece by piece, to find out why.
#include "sink/postgres/load.h"

#include <fmt/format.h>

#include <algorithm>

#include "sink/postgres/copy_binary.h"
#include "sink/postgres/dropped_rows.h"
#include "sink/postgres/merge.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {
namespace {

// So many documents stand between two savepoints once a part is known to hold
// bad ones.
constexpr std::size_t few = 256;

class PartLoad {
public:
  PartLoad(Connection& connection, const LoaderOptions& options,
           const LoadBatch& part, LoadMode mode, std::vector<Refusal>& refused)
      : connection_(connection),
        options_(options),
        part_(part),
        mode_(mode),
        refused_(refused) {}

  void run() {
    if (begin()) {
      connection_.execute("ROLLBACK");
      return;
    }
    refused_.clear();
    try {
      load({{0, part_.documents()}});
    } catch (const DroppedRows& error) {
      begin_again();
      throw DroppedRows(connection_.place(), error.table, error.sent,
                        error.taken, first_dropped());
    } catch (const ServerError& error) {
      if (error.kind() != ServerError::Kind::data) throw;
      begin_again();
      for (std::size_t at = 0; at < part_.documents(); at += few) {
        narrow(at, std::min(at + few, part_.documents()));
        // What was deleted there is read over and over.
        if (merges()) connection_.execute(empty_stages(true));
      }
      // There are no savepoints now, so that rows are of the transaction that
      // is noted.
      begin_again();
      load(others());
    }
    const Result noted = connection_.execute(
        fmt::format("INSERT INTO run_part(run_id, part) VALUES ('{}', {})",
                    options_.run_id, part_.number));
    expect_taken(connection_, "run_part", 1, noted.affected());
    connection_.execute("COMMIT");
  }

private:
  bool merges() const { return mode_ != LoadMode::direct; }

  // Whether the part was committed before: the answer to that may have been
  // lost. As long as the transaction lasts, no other run begins.
  //
  // It sees the target as it is now: where somebody else changes a row after
  // that, the server fails it, and it is done again, rather than with an image
  // of the row that is not what was there.
  bool begin() {
    connection_.execute(begin_in(options_.schema, "REPEATABLE READ"));
    const Result found = connection_.execute(
        fmt::format("SELECT r.status, EXISTS (SELECT FROM run_part WHERE "
                    "run_id = '{0}' AND part = {1}) FROM run r WHERE r.id = "
                    "'{0}' FOR SHARE OF r",
                    options_.run_id, part_.number));
    if (found.rows() == 0 || found.text(0, 0) != "running") {
      throw Error(Exit::target, "write to", connection_.place(),
                  "another run came in between",
                  "what was committed stays; run again");
    }
    if (found.text(0, 1) == "t") return true;
    if (merges()) connection_.execute(create_stages());
    return false;
  }

  void begin_again() {
    connection_.execute("ROLLBACK");
    begin();
  }

  struct Range {
    std::size_t from, to;  // documents
  };

  // All documents but those that were refused.
  std::vector<Range> others() const {
    std::vector<Range> out;
    std::size_t from = 0;
    for (const std::size_t bad : bad_) {
      if (from < bad) out.push_back({from, bad});
      from = bad + 1;
    }
    if (from < part_.documents()) out.push_back({from, part_.documents()});
    return out;
  }

  void load(const std::vector<Range>& ranges) {
    std::array<bool, destinations> sent{};
    std::string together;
    for (std::size_t i = 0; i < destinations; ++i) {
      const auto destination = static_cast<Destination>(i);
      std::string_view text;
      std::size_t rows = 0;
      for (const auto& [from, to] : ranges) {
        rows += part_.rows(destination, from, to);
      }
      if (ranges.size() == 1) {
        text = part_.text(destination, ranges[0].from, ranges[0].to);
      } else {
        together.clear();
        for (const auto& [from, to] : ranges) {
          together += part_.text(destination, from, to);
        }
        text = together;
      }
      if (text.empty()) continue;
      sent[i] = true;
      const bool binary = is_binary(destination);
      const std::uint64_t taken = connection_.copy_in(
          copy_sql(destination, merges()), {binary ? binary_header() : "", text,
                                            binary ? binary_trailer() : ""});
      expect_taken(connection_, name_of(destination), rows, taken);
    }
    if (merges()) {
      execute_counted(connection_, merge_sql(options_.run_id, sent, mode_));
    }
  }

  // The document whose rows were dropped, or "" if it is not to be found.
  std::string first_dropped() {
    std::size_t from = 0, to = part_.documents();
    while (from < to) {
      const std::size_t middle = from + (to - from) / 2;
      connection_.execute("SAVEPOINT before_documents");
      try {
        load({{from, middle + 1}});
        if (merges()) connection_.execute(empty_stages(false));
        connection_.execute("RELEASE before_documents");
        from = middle + 1;
      } catch (const DroppedRows&) {
        connection_.execute(
            "ROLLBACK TO before_documents; RELEASE before_documents");
        to = middle;
      }
    }
    if (from == part_.documents()) return {};
    const Identity identity = part_.refusal(from, {}).identity;
    return fmt::format("account {}, document {}", identity.account_id,
                       identity.document_id);
  }

  // COPY says which line it was; otherwise it is in one half or the other.
  void narrow(std::size_t from, std::size_t to) {
    if (from == to) return;
    connection_.execute("SAVEPOINT before_documents");
    std::string reason;
    std::size_t bad = to;
    try {
      load({{from, to}});
      if (merges()) connection_.execute(empty_stages(false));
      connection_.execute("RELEASE before_documents");
      return;
    } catch (const ServerError& error) {
      if (error.kind() != ServerError::Kind::data) throw;
      reason = error.reason();
      bad = culprit(error, from, to);
    }
    connection_.execute(
        "ROLLBACK TO before_documents; RELEASE before_documents");
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

  // The document that the error is about, or `to` if it is not known.
  std::size_t culprit(const ServerError& error, std::size_t from,
                      std::size_t to) const {
    if (to - from == 1) return from;
    if (error.line == 0) return to;
    for (std::size_t i = 0; i < destinations; ++i) {
      const auto destination = static_cast<Destination>(i);
      if (error.table == copy_table(destination, merges())) {
        const std::size_t bad =
            part_.document_of(destination, from, error.line);
        return bad >= from && bad < to ? bad : to;
      }
    }
    return to;
  }

  Connection& connection_;
  const LoaderOptions& options_;
  const LoadBatch& part_;
  LoadMode mode_;
  std::vector<std::size_t> bad_;  // in ascending order
  std::vector<Refusal>& refused_;
};

}  // namespace

void load_part(Connection& connection, const LoaderOptions& options,
               const LoadBatch& part, LoadMode mode,
               std::vector<Refusal>& refused) {
  PartLoad(connection, options, part, mode, refused).run();
}

}  // namespace trunklift::postgres
