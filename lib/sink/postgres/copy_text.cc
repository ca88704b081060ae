// Rows in the text format of COPY.
#include "sink/postgres/copy_text.h"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

#include "base/text.h"

namespace trunklift::postgres {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// What has to be written otherwise in a line.
constexpr std::string_view special("\0\t\n\r\\", 5);

// JSON writes U+0000 as \u0000. Backslashes that are escaped themselves come in
// pairs.
void append_json_text(std::string& out, std::string_view json) {
  if (json.find("\\u0000") == json.npos) return append_copy_text(out, json);
  std::string clean;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '\\') {
      clean += json[i];
    } else if (json.substr(i).starts_with("\\u0000")) {
      clean += replacement;
      i += 5;
    } else {
      clean.append(json, i, 2);
      ++i;
    }
  }
  append_copy_text(out, clean);
}

void append_bytes(std::string& out, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += "\\\\x";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
}

void append_cell(std::string& out, ColumnType type, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::null: out += "\\N"; return;
    case Cell::Kind::integer:
      if (type == ColumnType::boolean) {
        out += cell.integer ? 't' : 'f';
      } else {
        fmt::format_to(std::back_inserter(out), "{}", cell.integer);
      }
      return;
    case Cell::Kind::text: break;
  }
  switch (type) {
    case ColumnType::json: return append_json_text(out, cell.text);
    case ColumnType::texts:
      return append_copy_text(out, array_literal(cell.text));
    case ColumnType::bytes: return append_bytes(out, cell.text);
    default: return append_copy_text(out, cell.text);
  }
}

// One string of a JSON array at `at`, which is behind its quote; `at` moves
// behind the closing one.
std::string json_text(std::string_view json, std::size_t& at) {
  std::string out;
  while (at < json.size() && json[at] != '"') {
    if (json[at] != '\\') {
      out += json[at++];
      continue;
    }
    const char kind = json[at + 1];
    at += 2;
    switch (kind) {
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'u': {  // of a control character: all else stands as it is
        unsigned code = 0;
        std::from_chars(json.data() + at, json.data() + at + 4, code, 16);
        out += static_cast<char>(code);
        at += 4;
        break;
      }
      default: out += kind;
    }
  }
  ++at;
  return out;
}

}  // namespace

void append_copy_text(std::string& out, std::string_view text) {
  while (true) {
    const std::size_t plain = text.find_first_of(special);
    out += text.substr(0, plain);
    if (plain == text.npos) return;
    switch (text[plain]) {
      case '\0': out += replacement; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      default: out += "\\\\";
    }
    text.remove_prefix(plain + 1);
  }
}

std::string array_literal(std::string_view json) {
  std::string out = "{";
  for (std::size_t at = 0; at < json.size();) {
    if (json[at++] != '"') continue;
    out += out.size() > 1 ? ",\"" : "\"";
    for (const char c : json_text(json, at)) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out + '}';
}

void append_copy_row(std::string& out, const Table& table, const Row& row) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (i) out += '\t';
    append_cell(out, table.columns[i].type, row.cells[i]);
  }
  out += '\n';
}

}  // namespace trunklift::postgres
