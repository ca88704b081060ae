// The ledger is read again, page by page, for the ids that the table of known
// documents does not hold.
#include "sink/postgres/vanished.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "sink/postgres/connection.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {
namespace {

using Key = std::pair<std::string, std::string>;

// A page has enough keys that a question costs little.
constexpr int keys_a_page = 20'000;

// Keys are read page by page, because what is found changes the table.
template <typename Each>
void each_key(const LedgerAt& ledger, std::string_view table,
              std::string_view where, const Each& each) {
  std::vector<Key> page;
  Key last;  // at first before all keys
  do {
    with_retries(ledger.retry_for, [&] {
      page.clear();
      Connection connection(ledger.at);
      connection.execute(begin_in(ledger.schema));
      const Result rows = connection.query(
          fmt::format("SELECT account_id, document_id FROM {} WHERE {} AND "
                      "(account_id, document_id) > ($1, $2) ORDER BY "
                      "account_id, document_id LIMIT {}",
                      table, where, keys_a_page),
          {last.first, last.second});
      connection.execute("COMMIT");
      for (int i = 0; i < rows.rows(); ++i) {
        page.emplace_back(rows.text(i, 0), rows.text(i, 1));
      }
    });
    for (const Key& key : page) each(key);
    if (!page.empty()) last = page.back();
  } while (page.size() == keys_a_page);
}

}  // namespace

Missing find_missing(const LedgerAt& ledger, KnownDocuments& stored,
                     const Covers& covers, bool prune, const EachAtEnd& each) {
  Missing out;
  if (stored.returned() > 0) {
    each_key(ledger, "vanished_document", "true", [&](const Key& key) {
      Known known = stored.of(key.first, key.second);
      known.vanished = 1;
      const AtEnd what = at_end(known, key.first, key.second, covers, prune);
      if (what == AtEnd::restore) each(what, key.first, key.second);
    });
  }
  if (!covers || stored.unseen() == 0) {
    out.elsewhere = stored.unseen();
    return out;
  }
  // What is seen was restored above, or was written by the run itself.
  each_key(
      ledger, "legacy_document", "outcome = 'loaded'", [&](const Key& key) {
        const Known& known = stored.of(key.first, key.second);
        if (known.seen) return;
        const AtEnd what = at_end(known, key.first, key.second, covers, prune);
        out.count(what);
        if (what == AtEnd::stays || what == AtEnd::elsewhere) return;
        each(what, key.first, key.second);
      });
  return out;
}

}  // namespace trunklift::postgres
