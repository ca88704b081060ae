// The files that a run writes: none of them may be read by it.
#include "run/output_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

#include "base/error.h"
#include "base/part_file.h"
#include "model/modern.h"
#include "source/input_paths.h"
#include "source/splitter.h"

namespace trunklift {
namespace {

// The file itself, whatever it is called, or the name that a new one will have;
// "" for devices and pipes.
std::string identity_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return final_path(path);
  if (!S_ISREG(status.st_mode)) return {};
  return fmt::format("{}:{}", status.st_dev, status.st_ino);
}

// What SQLite left beside a database, should it have been killed: a journal, a
// log, an index of one, or nothing yet.
bool is_of_sqlite(const std::string& path) {
  constexpr std::string_view starts[] = {"\xd9\xd5\x05\xf9", "\x37\x7f\x06",
                                         std::string_view("\0\0\0\0", 4),
                                         "\x18\xe2\x2d"};
  std::ifstream file(path, std::ios::binary);
  std::string start(4, ' ');
  file.read(start.data(), 4);
  if (file.gcount() == 0) return true;
  return std::any_of(
      std::begin(starts), std::end(starts),
      [&](std::string_view one) { return start.starts_with(one); });
}

bool is_rejects_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string start(reject_note.size(), ' ');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  return file && start == reject_note;
}

// A file below a directory that no hidden name leads to.
bool lies_inside(const std::string& path, const std::string& directory) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path inside =
      fs::canonical(path, error)
          .lexically_relative(fs::canonical(directory, error));
  return !error && !inside.empty() &&
         std::none_of(inside.begin(), inside.end(), [](const fs::path& part) {
           return part.string().starts_with('.');
         });
}

bool is_read(const std::string& argument, const std::string& output) {
  if (argument == "-") return false;
  if (std::filesystem::is_directory(argument)) {
    return lies_inside(output, argument);
  }
  InputPaths paths(argument);
  while (const auto path = paths.next()) {
    if (identity_of(*path) == identity_of(output)) return true;
  }
  return false;
}

}  // namespace

void OutputFiles::add(const std::string& path, Use use) {
  if (!path.empty() && !identity_of(path).empty())
    files_.push_back({path, use});
}

OutputFiles::OutputFiles(const Settings& settings) {
  const Target& to = settings.to;
  for (const Target* database : {&to, &settings.from}) {
    if (database->scheme != "sqlite" || database->place.empty()) continue;
    for (const char* suffix : {"-journal", "-wal", "-shm"}) {
      add(final_path(database->place) + suffix, Use::beside);
    }
  }
  if (to.scheme == "sqlite") {
    add(to.place);
  } else if (to.scheme == "csv" || to.scheme == "jsonl") {
    for (const Table& table : all_tables()) {
      add(fmt::format("{}/{}.{}", to.place, table.name, to.scheme));
    }
  }
  for (const ReportRequest& report : settings.reports) add(report.path);
  // What is left of a rejects file that is fed back takes its place.
  add(settings.rejects,
      is_rejects_file(settings.rejects) ? Use::rejects_again : Use::output);
  add(settings.output);
  add(settings.key);
  add(settings.write_baseline);
}

void OutputFiles::refuse_overwriting(const Settings& settings) const {
  std::vector<std::string> read = {settings.suppressions, settings.schema,
                                   settings.plan, settings.from.place};
  // A baseline is read before the one that takes its place is written.
  if (settings.baseline != settings.write_baseline) {
    read.push_back(settings.baseline);
  }
  std::erase_if(read, [](const std::string& path) {
    return path.empty() || !std::filesystem::exists(path);
  });
  std::map<std::string, const File*> claimed;
  for (const File& file : files_) {
    const std::string identity = identity_of(file.path);
    const auto [other, is_new] = claimed.emplace(identity, &file);
    if (!is_new) {
      const bool beside = other->second->use == Use::beside;
      throw Error(Exit::usage, "write", file.path,
                  beside ? "SQLite puts a file of that name beside its database"
                         : "it is another output as well",
                  "name another file");
    }
    if (!std::filesystem::exists(file.path)) continue;
    for (const std::string& path : read) {
      if (identity_of(path) != identity) continue;
      throw Error(Exit::usage, "write", file.path, "this run reads it",
                  "name another file");
    }
    if (file.use == Use::rejects_again) continue;
    if (file.use == Use::beside && is_of_sqlite(file.path)) continue;
    for (const std::string& argument : settings.inputs) {
      if (!is_read(argument, file.path)) continue;
      throw Error(Exit::usage, "write", file.path, "it is an input",
                  "name another file");
    }
  }
}

std::vector<std::string> OutputFiles::written_paths() const {
  std::vector<std::string> out;
  for (const File& file : files_) {
    if (file.use != Use::rejects_again) out.push_back(file.path);
  }
  return out;
}

}  // namespace trunklift
