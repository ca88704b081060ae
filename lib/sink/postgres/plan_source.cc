// Reads a PostgreSQL target for a plan, in transactions that cannot write.
#include "sink/postgres/plan_source.h"

#include <fmt/format.h>

#include <utility>

#include "base/hash.h"
#include "base/uuid.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/stored.h"
#include "sink/postgres/target.h"
#include "sink/postgres/vanished.h"

namespace trunklift::postgres {
namespace {

// Which transactions wrote the rows of each document, and how many there are.
// Contents are not looked at: no hash of a plan may tell of a password.
constexpr const char* states = R"sql(
SELECT md5(string_agg(s.what || s.id || s.xmin, ',' ORDER BY s.what, s.id)),
  count(*) FILTER (WHERE s.what = 't'), count(*) FILTER (WHERE s.what = 'd'),
  count(*) FILTER (WHERE s.what = 'p')
FROM unnest($1::text[], $2::text[], $3::text[], $4::uuid[])
  WITH ORDINALITY AS a(kind, account, document, trunk_id, position)
CROSS JOIN LATERAL (
  SELECT a.account COLLATE "C" AS account_id,
         a.document COLLATE "C" AS document_id) k
LEFT JOIN LATERAL (
  SELECT 'l' AS what, '' AS id, x.xmin::text FROM legacy_document x
  WHERE a.kind = 'd' AND x.account_id = k.account_id
    AND x.document_id = k.document_id
  UNION ALL SELECT 'v', '', x.xmin::text FROM vanished_document x
  WHERE a.kind = 'd' AND x.account_id = k.account_id
    AND x.document_id = k.document_id
  UNION ALL SELECT 't', '', x.xmin::text FROM trunk x
  WHERE a.kind = 'd' AND x.account_id = k.account_id AND x.id = a.trunk_id
  UNION ALL SELECT 'd', x.id::text, x.xmin::text FROM device x
  WHERE a.kind = 'd' AND x.account_id = k.account_id
    AND x.trunk_id = a.trunk_id
  UNION ALL SELECT 'p', x.id::text, x.xmin::text FROM phone_number x
  WHERE a.kind = 'd' AND x.account_id = k.account_id
    AND x.trunk_id = a.trunk_id
  UNION ALL SELECT 'c', '', x.xmin::text FROM legacy_account x
  WHERE a.kind = 'a' AND x.account_id = k.account_id
  UNION ALL SELECT 'c', '', x.xmin::text FROM legacy_limits x
  WHERE a.kind = 'l' AND x.account_id = k.account_id
  UNION ALL SELECT 'c', '', x.xmin::text FROM legacy_number x
  WHERE a.kind = 'n' AND x.account_id = k.account_id
    AND x.number = k.document_id) s ON true
GROUP BY a.position ORDER BY a.position)sql";

constexpr std::string_view read_only = "; SET TRANSACTION READ ONLY";

// Appends an element of an array, as the server reads it.
void append_element(std::string& array, std::string_view text) {
  array += array.empty() ? "{\"" : ",\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') array += '\\';
    if (c == '\0') {
      array += "\xEF\xBF\xBD";  // as it is stored
    } else {
      array += c;
    }
  }
  array += '"';
}

std::string_view letter_of(Kind kind) {
  switch (kind) {
    case Kind::account: return "a";
    case Kind::limits: return "l";
    case Kind::number: return "n";
    default: return "d";
  }
}

class TargetReader {
public:
  explicit TargetReader(const SinkRequest& request)
      : at_(connection_text(request.place)),
        schema_(request.schema),
        retry_for_(request.retry_for),
        prune_(request.prune) {
    with_retries(retry_for_, [&] { describe(*request.planned); });
  }

  void read(KnownDocuments& stored) {
    if (!is_there_) return;
    with_retries(retry_for_, [&] {
      Connection connection(at_);
      connection.execute(begin_in(schema_) + std::string(read_only));
      SettledVersions unused;
      read_stored(connection, {}, stored, unused);
      connection.execute("COMMIT");
    });
  }

  Missing find(KnownDocuments& stored, const Covers& covers,
               const EachAtEnd& each) {
    if (!is_there_) return {};
    return find_missing({at_, schema_, retry_for_}, stored, covers, prune_,
                        each);
  }

  void look_up(std::span<PlannedChange> changes) {
    if (!is_there_ || changes.empty()) return;
    std::string kinds, accounts, documents, trunks;
    for (const PlannedChange& change : changes) {
      append_element(kinds, letter_of(change.kind));
      append_element(accounts, change.account_id);
      append_element(documents, change.document_id);
      append_element(trunks,
                     uuid5(change.account_id + '\n' + change.document_id));
    }
    for (std::string* array : {&kinds, &accounts, &documents, &trunks}) {
      *array += '}';
    }
    with_retries(retry_for_, [&] {
      Connection connection(at_);
      connection.execute(begin_in(schema_) + std::string(read_only));
      const Result rows =
          connection.query(states, {kinds, accounts, documents, trunks});
      connection.execute("COMMIT");
      for (int i = 0; i < rows.rows(); ++i) {
        PlannedChange& change = changes[static_cast<std::size_t>(i)];
        change.state = rows.text(i, 0);
        for (int table = 0; table < 3; ++table) {
          change.rows_before[static_cast<std::size_t>(table)] =
              static_cast<std::uint64_t>(rows.integer(i, table + 1));
        }
      }
    });
  }

private:
  void describe(PlannedRun& planned) {
    Connection connection(at_);
    const TargetVersion state = target_version(connection, schema_);
    refuse_other_version(connection, state);
    planned.place = connection.place();
    planned.version = state.version;
    is_there_ = state.version > 0;
    if (!is_there_) return;
    planned.last_run = last_run_of(connection, schema_);
    connection.execute(begin_in(schema_) + std::string(read_only));
    planned.made = connection
                       .execute(
                           "SELECT applied FROM schema_migration ORDER BY "
                           "number LIMIT 1")
                       .text(0, 0);
    connection.execute("COMMIT");
  }

  std::string at_, schema_;
  std::chrono::seconds retry_for_;
  bool prune_;
  bool is_there_ = false;
};

}  // namespace

std::string last_run_of(Connection& connection, const std::string& schema) {
  connection.execute(begin_in(schema));
  const Result found =
      connection.execute("SELECT id FROM run ORDER BY number DESC LIMIT 1");
  connection.execute("COMMIT");
  return found.rows() > 0 ? std::string(found.text(0, 0)) : "";
}

PlanSource plan_source(const SinkRequest& request) {
  // Shared, because what a std::function holds can be copied.
  const auto reader = std::make_shared<TargetReader>(request);
  return {
      [reader](KnownDocuments& stored) { reader->read(stored); },
      [reader](KnownDocuments& stored, const auto& covers, const auto& each) {
        return reader->find(stored, covers, each);
      },
      [reader](std::span<PlannedChange> changes) { reader->look_up(changes); }};
}

}  // namespace trunklift::postgres
