// What a target's ledger says of documents.
#include "sink/postgres/stored.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <string>

namespace trunklift::postgres {
namespace {

// A field of COPY's text format.
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

Hash128 from_hex(std::string_view digits) {
  const auto half = [&](std::size_t at) {
    std::uint64_t out = 0;
    if (digits.size() == 32) {
      std::from_chars(digits.data() + at, digits.data() + at + 16, out, 16);
    }
    return out;
  };
  return {half(0), half(16)};
}

Hash128 key_of(std::string_view prefix, std::string_view account_id,
               std::string_view document_id) {
  return FieldHash().add(prefix).add(account_id).add(document_id).finish();
}

// What tells context from documents.
std::string_view kind_prefix(Kind kind) {
  return kind == Kind::account  ? "account"
         : kind == Kind::limits ? "limits"
                                : "number";
}

}  // namespace

void StoredDocumentsTable::read_into(Connection& connection,
                                     std::string_view prefix,
                                     const std::string& query) {
  connection.copy_out(
      "COPY (" + query + ") TO STDOUT", [&](std::string_view line) {
        line.remove_suffix(1);
        std::array<std::string_view, 5> fields;
        for (std::string_view& field : fields) {
          const std::size_t tab = line.find('\t');
          field = line.substr(0, tab);
          line.remove_prefix(tab == line.npos ? line.size() : tab + 1);
        }
        Entry& entry = table_
                           .get(key_of(prefix, plain_text(fields[0]),
                                       plain_text(fields[1])))
                           .entry;
        const Rank rank = rank_of(plain_text(fields[2]), {});
        entry.generation = rank.generation & ((std::uint64_t{1} << 56) - 1);
        entry.revision = rank.revision;
        entry.content = from_hex(fields[3]).high;
        entry.records = from_hex(fields[4]);
        entry.here = 1;
        entry.this_run = 0;
      });
}

void StoredDocumentsTable::read(Connection& connection) {
  read_into(connection, {},
            "SELECT account_id, document_id, coalesce(revision, ''), "
            "content_hash, coalesce(record_hash, '') FROM legacy_document");
  constexpr const char* context =
      "SELECT account_id, {}, coalesce(revision, ''), content_hash, '' FROM {}";
  read_into(connection, kind_prefix(Kind::account),
            fmt::format(fmt::runtime(context), "''", "legacy_account"));
  read_into(connection, kind_prefix(Kind::limits),
            fmt::format(fmt::runtime(context), "''", "legacy_limits"));
  read_into(connection, kind_prefix(Kind::number),
            fmt::format(fmt::runtime(context), "number", "legacy_number"));
}

StoredDocumentsTable::Entry& StoredDocumentsTable::of(
    const Identity& identity) {
  return table_.get(key_of({}, identity.account_id, identity.document_id))
      .entry;
}

StoredDocumentsTable::Entry& StoredDocumentsTable::of_context(
    const Identity& identity) {
  return table_
      .get(key_of(kind_prefix(identity.kind), identity.account_id,
                  identity.kind == Kind::number ? identity.document_id : ""))
      .entry;
}

}  // namespace trunklift::postgres
