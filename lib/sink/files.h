// Targets that are text, one a table: a directory of files.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "model/modern.h"
#include "sink/sink.h"
#include "sink/sqlite/database.h"

namespace trunklift {

// Turns rows of one table into text.
class RowFormat {
public:
  virtual ~RowFormat() = default;
  virtual std::string head(const Table& table) const = 0;  // "" if none
  // The row at which `statement` stands, with its newline.
  virtual void append(std::string& out, const Table& table,
                      const sqlite::Statement& statement) const = 0;
};

// Gathers everything in a private database, and writes DIR/<table>.<extension>
// at the end, sorted by key: the bytes do not depend on the order of the input.
// Files have mode 0600 and take the place of older ones together, see
// directory_swap.h.
std::unique_ptr<Sink> open_directory_sink(const std::string& directory,
                                          const std::string& extension,
                                          std::unique_ptr<RowFormat> format,
                                          const RunInfo& run);

// Texts of tables in memory, by the name of the table.
using TableTexts = std::map<std::string, std::string>;
std::unique_ptr<Sink> open_text_sink(std::unique_ptr<RowFormat> format,
                                     const RunInfo& run, TableTexts& texts);
// Gathers the same text in `texts`, as JSON lines.
std::unique_ptr<Sink> open_jsonl_text_sink(const RunInfo& run,
                                           TableTexts& texts);

}  // namespace trunklift
