// Writes records to a SQLite database, with the ledger beside them.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/uuid.h"
#include "ledger/decision.h"
#include "ledger/known.h"
#include "ledger/seen_documents.h"
#include "sink/sink.h"
#include "sink/sqlite/database.h"
#include "sink/sqlite/schema.h"

namespace trunklift::sqlite {

// A table of what account, limits and number documents say.
struct ContextTable {
  std::size_t place;
  std::string_view name;
  std::string_view where;  // ?1 is the account, ?2 the document
};

class SqliteSink : public Sink {
public:
  // "" is a private temporary database. The file is created with mode 0600.
  struct Options {
    bool prune = false;
    bool may_take_back = false;  // if so, all is one transaction
    std::size_t memory = std::size_t{1} << 30;
  };
  SqliteSink(const std::string& path, const RunInfo& run);
  SqliteSink(const std::string& path, const RunInfo& run,
             const Options& options);
  ~SqliteSink() override;
  Bucket write(const Delivery& delivery) override;
  Missing finish(const RunEnd& end) override;

  Database& database() { return database_; }

private:
  void begin_run(const RunInfo& run);
  void begin();
  void commit();
  void index();
  void insert(const Row& row);
  void insert(Statement& statement, const Row& row, bool may_be_there = false);
  void remove_records(const Identity& identity);
  Missing settle_missing(const RunEnd& end);
  void close_run(const RunEnd& end, const Missing& missing);
  // Each carries out what is decided of its kind of delivery.
  Decision take(const Delivery& delivery, const Delivery::Load& load);
  Decision take(const Delivery& delivery, const Delivery::Remove& remove);
  Decision take(const Delivery& delivery, const Delivery::Reject& reject);
  Decision take(const Delivery& delivery, const Delivery::Context& context);
  void ledger(const Delivery& delivery, std::string_view outcome);
  void keep(const Delivery& delivery, std::string_view why);

  // These tell what the target has now of the document or of its context row.
  Known known_document(const Identity& identity);
  Known known_context(const Identity& identity, const ContextTable& table);
  void forget(const Identity& identity, const ContextTable& table);

  // Statements that delete rows of a document, and count what a trigger left.
  struct Removal {
    Statement erase, left;
  };
  void erase(std::optional<Removal>& removal, std::string_view table,
             std::string_view where, const Identity& identity,
             std::string_view key);

  Database database_;
  Options options_;
  Uuid run_;
  bool had_rows_ = false;  // when the run began
  bool indexed_ = false;
  bool beside_others_ = false;  // rows of earlier runs
  using Clock = std::chrono::steady_clock;
  bool open_ = false;                // there is a transaction
  std::uint64_t documents_ = 0;      // the documents in it
  Clock::time_point next_commit_{};  // the earliest time of the next commit
  std::vector<std::optional<Statement>> inserts_;
  std::optional<Statement> find_, keep_, kept_before_;
  std::array<std::optional<Statement>, 3> find_context_, forget_context_;
  std::optional<Removal> erase_numbers_, erase_devices_, erase_trunk_,
      erase_kept_;
  std::string ledger_text_;
  std::set<Hash128> kept_;  // what was kept while there is no index
  SeenDocuments seen_;      // what the run met, if others came before
};

}  // namespace trunklift::sqlite
