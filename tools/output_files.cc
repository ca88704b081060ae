// The files that a run writes: none of them may be read by it.
#include "output_files.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <system_error>

#include "base/error.h"
#include "model/modern.h"
#include "source/input_paths.h"
#include "source/splitter.h"

namespace trunklift {
namespace {

// The file itself, whatever it is called, or the name that a new one will have;
// "" for devices and pipes.
std::string identity_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return std::filesystem::absolute(path).lexically_normal().string();
  }
  if (!S_ISREG(status.st_mode)) return {};
  return fmt::format("{}:{}", status.st_dev, status.st_ino);
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

OutputFiles::OutputFiles(const Settings& settings) {
  const Target& to = settings.to;
  if (to.scheme == "sqlite") {
    files_.push_back({to.place});
  } else if (to.scheme == "csv" || to.scheme == "jsonl") {
    for (const Table& table : all_tables()) {
      files_.push_back(
          {fmt::format("{}/{}.{}", to.place, table.name, to.scheme)});
    }
  }
  for (const ReportRequest& report : settings.reports) {
    files_.push_back({report.path});
  }
  // What is left of a rejects file that is fed back takes its place.
  files_.push_back({settings.rejects, is_rejects_file(settings.rejects)});
  files_.push_back({settings.output});
  files_.push_back({settings.write_baseline});
  std::erase_if(files_, [](const File& file) {
    return file.path.empty() || identity_of(file.path).empty();
  });
}

void OutputFiles::refuse_overwriting(const Settings& settings) const {
  std::set<std::string> claimed;
  for (const File& file : files_) {
    if (!claimed.insert(identity_of(file.path)).second) {
      throw Error(Exit::usage, "write", file.path,
                  "it is another output as well");
    }
    if (file.may_be_input || !std::filesystem::exists(file.path)) continue;
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
    if (!file.may_be_input) out.push_back(file.path);
    out.push_back(file.path + ".part");
    out.push_back(file.path + "-journal");
  }
  return out;
}

}  // namespace trunklift
