// Rows are gathered in a private SQLite database, which sorts them.
#include "sink/files.h"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/part_file.h"
#include "sink/directory_swap.h"
#include "sink/sqlite/sink.h"

namespace trunklift {
namespace {

namespace fs = std::filesystem;

using Put = std::function<void(std::string_view text)>;
// A function that puts the text of a table, sorted by key.
using WriteTable = std::function<void(const Table& table, const Put& put)>;
// A function that is called once, when all tables are complete.
using Publish = std::function<void(const WriteTable& write)>;

class GatheringSink : public Sink {
public:
  GatheringSink(std::unique_ptr<RowFormat> format, const RunInfo& run,
                Publish publish)
      : format_(std::move(format)),
        publish_(std::move(publish)),
        gathered_("", run) {}

  Bucket write(const Delivery& delivery) override {
    return gathered_.write(delivery);
  }

  Missing finish(const RunEnd& end) override {
    // The target is written as a whole, or not at all.
    if (end.take_back || end.interrupted) return {};
    gathered_.finish(end);
    publish_([&](const Table& table, const Put& put) { write(table, put); });
    return {};
  }

private:
  static constexpr std::size_t flush_at = std::size_t{1} << 18;

  void write(const Table& table, const Put& put) {
    std::string order;
    for (std::size_t i = 0; i < table.key_columns; ++i) {
      order += (i ? ", " : "") + std::string(table.columns[i].name);
    }
    sqlite::Statement rows(
        gathered_.database(),
        fmt::format("SELECT * FROM {} ORDER BY {}", table.name, order));
    std::string text = format_->head(table);
    while (rows.step()) {
      format_->append(text, table, rows);
      if (text.size() < flush_at) continue;
      put(text);
      text.clear();
    }
    put(text);
  }

  std::unique_ptr<RowFormat> format_;
  Publish publish_;
  sqlite::SqliteSink gathered_;
};

void create_directory(const std::string& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) throw Error(Exit::target, "create", directory, error.message());
}

void publish_in(const fs::path& directory, const std::string& extension,
                const WriteTable& write) {
  std::vector<NamedFile> files;
  for (const Table& table : all_tables()) {
    const std::string name = fmt::format("{}.{}", table.name, extension);
    PartFile file((directory / name).string());
    write(table, [&](std::string_view text) { file.write(text); });
    file.finish();
    files.push_back({name, std::move(file)});
  }
  replace_files(directory.string(), files);
}

}  // namespace

std::unique_ptr<Sink> open_directory_sink(const std::string& directory,
                                          const std::string& extension,
                                          std::unique_ptr<RowFormat> format,
                                          const RunInfo& run) {
  if (directory.empty()) {
    throw Error(Exit::usage, "use", extension + ":",
                "the directory has no name",
                "write --to " + extension + ":DIR");
  }
  create_directory(directory);
  return std::make_unique<GatheringSink>(
      std::move(format), run, [=](const WriteTable& write) {
        publish_in(directory, extension, write);
      });
}

std::unique_ptr<Sink> open_text_sink(std::unique_ptr<RowFormat> format,
                                     const RunInfo& run, TableTexts& texts) {
  return std::make_unique<GatheringSink>(
      std::move(format), run, [&texts](const WriteTable& write) {
        for (const Table& table : all_tables()) {
          write(table, [&](std::string_view text) {
            texts[std::string(table.name)] += text;
          });
        }
      });
}

}  // namespace trunklift
