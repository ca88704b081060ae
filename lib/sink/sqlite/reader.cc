// Reads a SQLite target back, a legacy document at a time.
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "sink/sink.h"
#include "sink/sqlite/database.h"
#include "sink/sqlite/schema.h"

namespace trunklift {
namespace {

using sqlite::Database;
using sqlite::Statement;

// Text of a row is the statement's own, so rows are copied with theirs.
class OwnedRows {
public:
  Row copy(TableId id, const Statement& statement) {
    Row row(id);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const Cell cell =
          statement.cell(static_cast<int>(i), table(id).columns[i].type);
      row[i] = cell.kind() == Cell::Kind::text
                   ? Cell::of(text_.copy(cell.text()))
                   : cell;
    }
    return row;
  }
  void reset() { text_.reset(); }

private:
  Arena text_;
};

std::vector<Row> rows_of(OwnedRows& owner, TableId id, Statement& statement,
                         const Row& trunk) {
  statement.bind(0, trunk[trunk::account_id]).bind(1, trunk[trunk::id]);
  std::vector<Row> rows;
  while (statement.step()) rows.push_back(owner.copy(id, statement));
  statement.reset();
  return rows;
}

void read_converted(const Database& database, const StoredDocuments& each) {
  Statement trunks(
      database,
      "SELECT t.*, coalesce(d.changes, ''), d.content_hash FROM trunk t JOIN "
      "legacy_document d ON d.account_id = t.account_id AND "
      "d.document_id = t.legacy_document_id ORDER BY "
      "t.account_id, t.legacy_document_id");
  Statement devices(database,
                    "SELECT * FROM device WHERE account_id = ? AND trunk_id = "
                    "? ORDER BY position");
  // By the plus, those of the trunk are looked up, and then sorted: in the
  // order of the account's ids all of them would be passed.
  Statement numbers(database,
                    "SELECT * FROM phone_number WHERE account_id = ? AND "
                    "trunk_id = ? ORDER BY +id");
  OwnedRows owner;
  while (trunks.step()) {
    owner.reset();
    StoredDocument stored;
    stored.trunk = owner.copy(TableId::trunk, trunks);
    stored.changes = trunks.text(static_cast<int>(trunk::count));
    stored.content_hash = trunks.text(static_cast<int>(trunk::count) + 1);
    stored.devices = rows_of(owner, TableId::device, devices, stored.trunk);
    stored.phone_numbers =
        rows_of(owner, TableId::phone_number, numbers, stored.trunk);
    each.converted(stored);
  }
}

// A document counts if no other version of it was loaded. One that was too
// large has no bytes.
void read_unconverted(const Database& database, const StoredDocuments& each) {
  Statement kept(
      database,
      "SELECT document FROM unconverted_document u WHERE NOT EXISTS (SELECT 1 "
      "FROM legacy_document d WHERE d.account_id = u.account_id AND "
      "d.document_id = u.document_id AND d.outcome = 'loaded') AND "
      "document <> '' ORDER BY "
      "account_id, document_id, content_hash");
  while (kept.step()) each.unconverted(kept.text(0));
}

}  // namespace

void read_sqlite(const std::string& path, const StoredDocuments& each) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    throw Error(Exit::input, "read", path, std::strerror(errno));
  }
  Database database(path, true);
  if (database.integer("SELECT count(*) FROM sqlite_master WHERE name = "
                       "'legacy_document'") == 0) {
    throw Error(Exit::input, "read", path, "it is not a database of trunklift");
  }
  read_converted(database, each);
  read_unconverted(database, each);
}

}  // namespace trunklift
