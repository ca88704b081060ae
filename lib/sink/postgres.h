// What commands do with a PostgreSQL target besides writing records to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sink/sink.h"

namespace trunklift::postgres {

struct TargetName {
  std::string place;  // as in SinkRequest; may hold a password
  std::string schema;
};

struct TargetVersion {
  int version = 0;  // 0: there is no target
  int latest = 0;   // that this program knows
};
TargetVersion version_of(const TargetName& target);

// Creates or upgrades a target, and returns the names of the migrations that it
// applied. `distributed` spreads the target over the nodes of Citus, by
// account.
std::vector<std::string> upgrade(const TargetName& target, bool distributed);

// A run as the target remembers it, in the text that the server prints.
struct RunRow {
  std::string id, started, duration, status, client, undoes;
  std::int64_t read, loaded, unchanged, superseded, rejected, skipped, vanished,
      pruned;
};
// All runs of a target, with the latest at the end.
std::vector<RunRow> runs(const TargetName& target);

// A row that was changed since the run that is to be undone.
struct ChangedRow {
  std::string table, account_id, id, why;
};
struct Undone {
  std::string run_id;           // that was taken back
  std::uint64_t documents = 0;  // whose rows are as they were before it
  std::uint64_t rows_back = 0, rows_gone = 0;
  std::vector<ChangedRow> changed;  // not empty: nothing was done
};
// A function that is told how many steps are done, how many there are, and
// which one comes next.
using UndoProgress = std::function<void(std::size_t done, std::size_t all,
                                        const std::string& what)>;
struct UndoOptions {
  bool dry = false;  // nothing is done, and what would be is told
  UndoProgress progress = {};
};
// `run` is the start of a run's id, or "last", which passes over runs that
// changed nothing or were undone. To undo is itself a run. Throws Error(usage)
// if there is no such run, or if it was undone.
Undone undo(const TargetName& target, const std::string& run,
            const RunInfo& info, std::chrono::seconds retry_for,
            const UndoOptions& options);

// The SQL that `upgrade` runs where there is nothing yet.
std::string target_sql(const TargetName& target, bool distributed);

}  // namespace trunklift::postgres
