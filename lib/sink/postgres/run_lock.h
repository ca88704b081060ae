// Who writes to a target.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "sink/postgres/connection.h"
#include "sink/sink.h"

namespace trunklift::postgres {

// One run at a time in a target. The lock is a transaction's: a pooler in front
// of the server cannot hand it to others, and it goes with the process. Throws
// Error(target) that says who else has it, and since when.
class RunLock {
public:
  RunLock(std::string at, std::string schema, std::chrono::seconds retry_for);

  // The connection may have been cut: nobody else may have come in between.
  void keep();

private:
  void take();
  bool end_own_sessions();
  [[noreturn]] void refuse();

  std::string at_, schema_;
  std::chrono::seconds retry_for_;
  std::unique_ptr<Connection> connection_;
  std::string sessions_;  // of the server, that this run had, line by line
};

// Makes the target where there is none, and returns `at`. Throws Error(target)
// if it is of another version.
std::string prepared_target(const std::string& at, const std::string& schema,
                            std::chrono::seconds retry_for);

// Throws Error(target) if the last run is another than this one.
void refuse_run_since(Connection& connection, const std::string& schema,
                      const std::string& last_run);

// The SQL condition that somebody writes to the target now.
std::string somebody_writes(const std::string& schema);

// Whose run is open does not hold the lock any more: it was interrupted. Waits
// for what is left of it on the server, where a transaction may still be about
// to be committed; none begins after that.
void end_other_runs(const std::string& at, const std::string& schema,
                    std::chrono::seconds retry_for);

// In a transaction with the target's names: whether a run other than `run_id`
// did not get to its end, nor any since.
bool has_unfinished_run(Connection& connection, const std::string& run_id);

// In such a transaction, too: a run begins, and others end.
void note_run(Connection& connection, const std::string& run_id,
              const RunInfo& info, bool may_take_back = false);

// In such a transaction, too: all that it committed is there. Throws
// Error(target) if it is not.
void expect_parts(Connection& connection, const std::string& run_id,
                  std::uint64_t parts);

// In such a transaction, too: it ends; one that is to be taken back stays
// unfinished, so that what is left to be done is seen, should it not come to
// it.
void note_end(Connection& connection, const std::string& run_id,
              const RunEnd& end, const Missing& missing);

}  // namespace trunklift::postgres
