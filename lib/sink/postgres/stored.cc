// The tables are read by COPY, in its text format.
#include "sink/postgres/stored.h"

#include <array>
#include <set>
#include <string>

namespace trunklift::postgres {
namespace {

using Fields = std::array<std::string, 7>;

// Decodes a field of COPY's text format.
std::string plain_text(std::string_view field) {
  std::string out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      out += field[i];
      continue;
    }
    switch (field[++i]) {
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'v': out += '\v'; break;
      default: out += field[i];
    }
  }
  return out;
}

template <typename Each>
void read_rows(Connection& connection, const std::string& query,
               const Each& each) {
  connection.copy_out(
      "COPY (" + query + ") TO STDOUT", [&](std::string_view line) {
        line.remove_suffix(1);
        Fields fields;
        for (std::string& field : fields) {
          const std::size_t tab = line.find('\t');
          field = plain_text(line.substr(0, tab));
          line.remove_prefix(tab == line.npos ? line.size() : tab + 1);
        }
        each(fields);
      });
}

std::set<std::string> runs_of_program(Connection& connection,
                                      const RunInfo& info) {
  const Result found = connection.query(
      "SELECT id FROM run WHERE version = $1 AND rules_version = $2",
      {info.version, info.rules_version});
  std::set<std::string> out;
  for (int i = 0; i < found.rows(); ++i) out.emplace(found.text(i, 0));
  return out;
}

}  // namespace

void read_stored(Connection& connection, const RunInfo& info,
                 KnownDocuments& stored, SettledVersions& settled) {
  const std::set<std::string> runs = runs_of_program(connection, info);
  settled.clear();
  read_rows(connection,
            "SELECT account_id, document_id, coalesce(revision, ''), "
            "content_hash, coalesce(record_hash, ''), outcome = 'loaded', "
            "run_id FROM legacy_document",
            [&](const Fields& row) {
              const bool loaded = row[5] == "t";
              stored.put_document(row[0], row[1], row[2], row[3], row[4],
                                  loaded);
              if (loaded && runs.contains(row[6])) {
                settled.add(row[0], row[1], hash_from_hex(row[3]));
              }
            });
  settled.finish();
  read_rows(connection, "SELECT account_id, document_id FROM vanished_document",
            [&](const Fields& row) { stored.put_vanished(row[0], row[1]); });
  for (const auto& [kind, table, id] :
       {std::tuple(Kind::account, "legacy_account", "''"),
        std::tuple(Kind::limits, "legacy_limits", "''"),
        std::tuple(Kind::number, "legacy_number", "number")}) {
    read_rows(connection,
              std::string("SELECT account_id, ") + id +
                  ", coalesce(revision, ''), content_hash FROM " + table,
              [&, kind = kind](const Fields& row) {
                stored.put_context(kind, row[0], row[1], row[2], row[3]);
              });
  }
}

}  // namespace trunklift::postgres
