// Targets that are a directory of files, one a table.
#include "sink/files.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/part_file.h"
#include "sink/sqlite_sink.h"

namespace trunklift {
namespace {

namespace fs = std::filesystem;

class DirectorySink : public Sink {
public:
  DirectorySink(const std::string& directory, std::string extension,
                std::unique_ptr<RowFormat> format, const RunInfo& run)
      : directory_(directory),
        extension_(std::move(extension)),
        format_(std::move(format)),
        gathered_("", run) {
    std::error_code error;
    fs::create_directories(directory_, error);
    if (error) {
      throw Error(Exit::target, "create", directory, error.message());
    }
  }

  Bucket write(const Delivery& delivery) override {
    return gathered_.write(delivery);
  }

  Missing finish(const RunEnd& end) override {
    if (end.take_back) return {};  // nothing was written yet
    gathered_.finish(end);
    std::vector<PartFile> files;
    for (const Table& table : all_tables()) {
      files.push_back(written(table));
    }
    for (PartFile& file : files) file.commit();
    return {};
  }

private:
  static constexpr std::size_t flush_at = std::size_t{1} << 18;

  PartFile written(const Table& table) {
    PartFile file(
        (directory_ / fmt::format("{}.{}", table.name, extension_)).string());
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
      file.write(text);
      text.clear();
    }
    file.write(text);
    file.finish();
    return file;
  }

  fs::path directory_;
  std::string extension_;
  std::unique_ptr<RowFormat> format_;
  sqlite::SqliteSink gathered_;
};

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
  return std::make_unique<DirectorySink>(directory, extension,
                                         std::move(format), run);
}

}  // namespace trunklift
