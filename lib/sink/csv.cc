// A directory of CSV files (RFC 4180): a header line, one file a table.
#include "base/text.h"
#include "sink/files.h"

namespace trunklift {
namespace {

// Whether a text is a number such as "+14155550100" or "-1".
bool is_plain_number(std::string_view text) {
  return all_digits(text.substr(text.find_first_of("+-") == 0 ? 1 : 0));
}

// What a spreadsheet takes for a formula, which may run a program, and what is
// such a text behind quotes.
bool looks_like_formula(std::string_view text) {
  const std::size_t start = text.find_first_not_of('\'');
  return start != std::string_view::npos &&
         std::string_view("=+-@\t\r").find(text[start]) !=
             std::string_view::npos &&
         !is_plain_number(text);
}

// Null is nothing between commas; empty text is "". A text that looks like a
// formula gets a quote in front, which is how spreadsheets mark text. A program
// takes one quote off where one of "=+-@", tab or return follows the quotes:
// nothing else begins like that.
void append_field(std::string& out, std::string_view text) {
  const std::string_view mark = looks_like_formula(text) ? "'" : "";
  if (!text.empty() &&
      text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += mark;
    out += text;
    return;
  }
  out += '"';
  out += mark;
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

class CsvFormat : public RowFormat {
public:
  std::string head(const Table& table) const override {
    std::string out;
    for (const Column& column : table.columns) {
      if (!out.empty()) out += ',';
      out += column.name;
    }
    return out + "\r\n";
  }

  void append(std::string& out, const Table& table,
              const sqlite::Statement& row) const override {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const int column = static_cast<int>(i);
      if (i) out += ',';
      if (row.is_null(column)) continue;
      if (table.columns[i].type == ColumnType::boolean) {
        out += row.integer(column) ? "true" : "false";
      } else {
        append_field(out, row.text(column));
      }
    }
    out += "\r\n";
  }
};

}  // namespace

std::unique_ptr<Sink> open_csv_sink(const SinkRequest& request) {
  return open_directory_sink(request.place, "csv",
                             std::make_unique<CsvFormat>(), request.run);
}

}  // namespace trunklift
