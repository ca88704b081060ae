// Writes records to a SQLite database, with the ledger beside them.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sink/seen.h"
#include "sink/sink.h"
#include "sink/sqlite_database.h"
#include "sink/sqlite_schema.h"

namespace trunklift::sqlite {

class SqliteSink : public Sink {
public:
  // "" is a private temporary database. The file is created with mode 0600.
  struct Options {
    bool prune = false;
    bool may_take_back = false;  // then all is one transaction
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
  static void insert(Statement& statement, const Row& row);
  void context(const Delivery& delivery);
  void remove(const Delivery& delivery);
  void remove_records(const Identity& identity);
  Missing settle_missing(const RunEnd& end);
  void close_run(const RunEnd& end, const Missing& missing);
  Bucket load(const Delivery& delivery);
  void ledger(const Delivery& delivery, std::string_view outcome);
  void keep(const Delivery& delivery, std::string_view why);

  // What the ledger has on the document now.
  struct Stored {
    std::string revision, content_hash, record_hash;
    bool this_run;
  };
  static bool is_later(const Stored& before, const Identity& offered);
  std::optional<Stored> stored(const Identity& identity);

  Database database_;
  Options options_;
  std::string run_id_;
  bool had_rows_ = false;  // when the run began
  bool indexed_ = false;
  bool beside_others_ = false;  // rows of earlier runs
  using Clock = std::chrono::steady_clock;
  bool open_ = false;                // a transaction
  std::uint64_t documents_ = 0;      // in it
  Clock::time_point next_commit_{};  // not before
  std::vector<std::optional<Statement>> inserts_;
  std::optional<Statement> find_, keep_, delete_numbers_, delete_devices_,
      delete_trunk_, delete_kept_, forget_account_, forget_limits_,
      forget_number_;
  std::string ledger_text_;
  std::set<Hash128> kept_;  // in this run, while there is no index
  SeenDocuments seen_;      // if there were others before
};

}  // namespace trunklift::sqlite
