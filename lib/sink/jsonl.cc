// JSON lines: one object a row, one file a table.
#include "base/json_writer.h"
#include "sink/files.h"

namespace trunklift {
namespace {

class JsonlFormat : public RowFormat {
public:
  std::string head(const Table& /*table*/) const override { return {}; }

  void append(std::string& out, const Table& table,
              const sqlite::Statement& row) const override {
    JsonWriter json(out, JsonWriter::Texts::data);
    json.object();
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const int column = static_cast<int>(i);
      json.key(table.columns[i].name);
      if (row.is_null(column)) {
        json.json("null");
        continue;
      }
      switch (table.columns[i].type) {
        case ColumnType::integer: json.number(row.integer(column)); break;
        case ColumnType::boolean: json.flag(row.integer(column) != 0); break;
        case ColumnType::json:
        case ColumnType::texts: json.json(row.text(column)); break;
        case ColumnType::text:
        case ColumnType::time:
        case ColumnType::address:
        case ColumnType::id:
        case ColumnType::bytes:
          // The bytes of a broken document may be anything.
          json.text(valid_utf8(row.text(column)));
      }
    }
    json.end_object().end_line();
  }
};

}  // namespace

std::unique_ptr<Sink> open_jsonl_sink(const SinkRequest& request) {
  return open_directory_sink(request.place, "jsonl",
                             std::make_unique<JsonlFormat>(), request.run);
}

std::unique_ptr<Sink> open_jsonl_text_sink(const RunInfo& run,
                                           TableTexts& texts) {
  return open_text_sink(std::make_unique<JsonlFormat>(), run, texts);
}

}  // namespace trunklift
