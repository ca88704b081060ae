// A directory of CSV files (RFC 4180): a header line, one file a table.
#include "sink/files.h"

namespace trunklift {
namespace {

// Null is nothing between commas; empty text is "".
void append_field(std::string& out, std::string_view text) {
  if (!text.empty() &&
      text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
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
