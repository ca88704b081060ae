// Reads a SQLite target for a plan, and writes nothing to it.
#include "sink/sqlite/plan.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <memory>
#include <optional>
#include <tuple>

#include "base/hash.h"
#include "base/uuid.h"
#include "sink/sqlite/database.h"
#include "sink/sqlite/schema.h"

namespace trunklift::sqlite {
namespace {

constexpr std::string_view record_tables[] = {"trunk", "device",
                                              "phone_number"};

class TargetReader {
public:
  explicit TargetReader(const SinkRequest& request) : prune_(request.prune) {
    request.planned->place = request.place;
    struct stat status {};
    if (::stat(request.place.c_str(), &status) != 0) return;
    database_.emplace(request.place, true);
    request.planned->version = known_version(*database_);
    if (request.planned->version == 0) database_.reset();
    has_marks_ = request.planned->version > 1;
  }

  void read(KnownDocuments& stored) {
    if (!database_) return;
    Statement documents(*database_,
                        "SELECT account_id, document_id, revision, "
                        "content_hash, record_hash, outcome = 'loaded' FROM "
                        "legacy_document");
    while (documents.step()) {
      stored.put_document(documents.text(0), documents.text(1),
                          documents.text(2), documents.text(3),
                          documents.text(4), documents.integer(5) != 0);
    }
    if (has_marks_) {
      Statement marks(*database_,
                      "SELECT account_id, document_id FROM vanished_document");
      while (marks.step()) stored.put_vanished(marks.text(0), marks.text(1));
    }
    for (const auto& [kind, table, id] :
         {std::tuple(Kind::account, "legacy_account", "''"),
          std::tuple(Kind::limits, "legacy_limits", "''"),
          std::tuple(Kind::number, "legacy_number", "number")}) {
      Statement rows(
          *database_,
          fmt::format("SELECT account_id, {}, revision, content_hash FROM {}",
                      id, table));
      while (rows.step()) {
        stored.put_context(kind, rows.text(0), rows.text(1), rows.text(2),
                           rows.text(3));
      }
    }
  }

  Missing find(KnownDocuments& stored, const Covers& covers,
               const EachAtEnd& each) {
    Missing out;
    if (!database_) return out;
    Statement ledger(*database_,
                     "SELECT account_id, document_id FROM legacy_document "
                     "ORDER BY account_id, document_id");
    while (ledger.step()) {
      const std::string account(ledger.text(0)), document(ledger.text(1));
      const AtEnd what = at_end(stored.of(account, document), account, document,
                                covers, prune_);
      out.count(what);
      if (what == AtEnd::stays || what == AtEnd::elsewhere) continue;
      each(what, account, document);
    }
    return out;
  }

  void look_up(std::span<PlannedChange> changes) {
    if (!database_) return;
    if (count_.empty()) {
      for (const std::string_view table : record_tables) {
        count_.emplace_back(
            *database_,
            fmt::format("SELECT count(*) FROM {} WHERE account_id = ? AND {} "
                        "= ?",
                        table, table == "trunk" ? "id" : "trunk_id"));
      }
    }
    for (PlannedChange& change : changes) {
      if (change.kind != Kind::trunkstore) continue;
      const std::string trunk =
          uuid5(change.account_id + '\n' + change.document_id);
      for (std::size_t i = 0; i < count_.size(); ++i) {
        count_[i].bind(0, change.account_id).bind(1, trunk);
        count_[i].step();
        change.rows_before[i] =
            static_cast<std::uint64_t>(count_[i].integer(0));
        count_[i].reset();
      }
    }
  }

private:
  bool prune_;
  bool has_marks_ = false;
  std::optional<Database> database_;
  std::vector<Statement> count_;
};

}  // namespace

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

}  // namespace trunklift::sqlite
