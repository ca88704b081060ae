// The runs that a target remembers.
#include "sink/postgres.h"
#include "sink/postgres/connection.h"
#include "sink/postgres/run_lock.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {

std::vector<RunRow> runs(const TargetName& target) {
  Connection connection(connection_text(target.place));
  refuse_other_version(connection, target_version(connection, target.schema));
  connection.execute(begin_in(target.schema));
  // Who was killed could not say so.
  const Result found = connection.execute(
      "SELECT id, date_trunc('second', started), greatest(date_trunc('second', "
      "finished) - date_trunc('second', started), '0')::text, CASE WHEN status "
      "= 'running' AND NOT " +
      somebody_writes(target.schema) +
      " THEN 'interrupted' ELSE status END, coalesce(client, ''), "
      "coalesce(undoes::text, ''), "
      "coalesce(documents_read, 0), coalesce(documents_loaded, 0), "
      "coalesce(documents_unchanged, 0), coalesce(documents_superseded, 0), "
      "coalesce(documents_rejected, 0), coalesce(documents_skipped, 0), "
      "coalesce(documents_vanished, 0), coalesce(documents_pruned, 0) FROM "
      "run ORDER BY number");
  connection.execute("COMMIT");
  std::vector<RunRow> out;
  for (int i = 0; i < found.rows(); ++i) {
    const auto text = [&](int column) {
      return std::string(found.text(i, column));
    };
    const auto count = [&](int column) { return found.integer(i, column); };
    out.push_back({text(0), text(1), text(2), text(3), text(4), text(5),
                   count(6), count(7), count(8), count(9), count(10), count(11),
                   count(12), count(13)});
  }
  return out;
}

}  // namespace trunklift::postgres
