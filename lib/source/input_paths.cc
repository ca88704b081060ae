// Keeps a stack of listed directories, one for each level.
#include "source/input_paths.h"

#include <dirent.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace trunklift {
namespace {

constexpr std::string_view any_depth = "**";

std::string joined(const std::string& path, std::string_view name) {
  std::string out = path;
  if (!out.empty() && !out.ends_with('/')) out += '/';
  return out.append(name);
}

bool is_link(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
}

// Whether a walk of `root` comes to `path`. Both are canonical.
bool is_walked(const std::string& root, const std::string& path) {
  if (path == root) return true;
  const std::string inside = root.ends_with('/') ? root : root + '/';
  return path.starts_with(inside) &&
         path.find("/.", inside.size() - 1) == std::string::npos;
}

}  // namespace

bool is_glob(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

InputPaths::InputPaths(const std::string& argument) {
  struct stat status {};
  if (::stat(argument.c_str(), &status) != 0) {
    if (errno == ENOENT && is_glob(argument)) {
      start_glob(argument);
    } else {
      problem(argument, errno);
    }
  } else if (S_ISDIR(status.st_mode)) {
    many_ = true;
    enter_root(argument);
  } else {
    single_ = argument;
  }
}

void InputPaths::problem(const std::string& name, int error) {
  problems_.push_back({name, std::strerror(error)});
}

// The components in front of the first wildcard are a directory. The others are
// the pattern.
void InputPaths::start_glob(const std::string& argument) {
  many_ = true;
  Level base;
  if (argument.starts_with('/')) base.path = "/";
  for (std::size_t start = 0; start < argument.size();) {
    const std::size_t end =
        std::min(argument.find('/', start), argument.size());
    const std::string part = argument.substr(start, end - start);
    start = end + 1;
    if (part.empty()) continue;
    if (pattern_.empty() && !is_glob(part)) {
      base.path = joined(base.path, part);
    } else {
      pattern_.push_back(part);
    }
  }
  Match all;
  add_place(0, all);
  base.places = std::move(all.places);
  if (all.whole) {
    enter_root(base.path);
  } else {
    list(std::move(base));
  }
}

// "**" may also match no component, so the next place counts, too.
void InputPaths::add_place(std::size_t place, Match& match) const {
  for (;; ++place) {
    if (place == pattern_.size()) {
      match.whole = true;
      return;
    }
    match.places.push_back(place);
    if (pattern_[place] != any_depth) return;
  }
}

InputPaths::Match InputPaths::match(const Level& level, const char* name,
                                    bool link) const {
  Match out;
  const bool hidden = *name == '.';
  if (level.whole()) {
    out.whole = !hidden;
    return out;
  }
  for (const std::size_t place : level.places) {
    if (pattern_[place] == any_depth) {
      // "**" does not follow symlinks, which could lead round in a circle.
      if (!hidden && !link) add_place(place, out);
    } else if (::fnmatch(pattern_[place].c_str(), name, FNM_PERIOD) == 0) {
      add_place(place + 1, out);
    }
  }
  return out;
}

std::optional<std::string> InputPaths::next() {
  if (single_) return std::exchange(single_, std::nullopt);
  while (!levels_.empty()) {
    Level& level = levels_.back();
    if (level.next == level.starts.size()) {
      levels_.pop_back();
      continue;
    }
    // This is a copy, because `entry` may move the levels.
    const std::string name = &level.names[level.starts[level.next++]];
    if (auto file = entry(level, name.c_str())) return file;
  }
  return {};
}

// Returns the path if the entry is a file that counts. Enters it if it is a
// directory.
std::optional<std::string> InputPaths::entry(const Level& level,
                                             const char* name) {
  Match match = this->match(level, name, false);
  if (!match.whole && match.places.empty()) return {};
  std::string path = joined(level.path, name);
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    if (match.whole) problem(path, errno);
    return {};
  }
  if (S_ISREG(status.st_mode) && match.whole) return path;
  if (!S_ISDIR(status.st_mode)) return {};
  const bool link = is_link(path);
  if (match.whole && !level.whole()) {
    roots_.clear();
    enter_root(path);
  } else if (match.whole && link) {
    enter_root(path);
  } else if (match.whole) {
    enter_below(path, joined(level.real, name));
  } else {
    if (link) match = this->match(level, name, true);
    Level below;
    below.path = std::move(path);
    below.places = std::move(match.places);
    if (!below.places.empty()) list(std::move(below));
  }
  return {};
}

void InputPaths::enter_root(const std::string& path) {
  std::error_code error;
  const std::string real =
      std::filesystem::canonical(path.empty() ? "." : path, error);
  if (error) return problem(path, error.value());
  for (const std::string& root : roots_) {
    if (is_walked(root, real)) return;
  }
  roots_.push_back(real);
  Level level;
  level.path = path;
  level.real = real;
  list(std::move(level));
}

void InputPaths::enter_below(const std::string& path, const std::string& real) {
  const auto root = std::find(roots_.begin(), roots_.end(), real);
  if (root != roots_.end()) return;
  Level level;
  level.path = path;
  level.real = real;
  list(std::move(level));
}

void InputPaths::list(Level level) {
  ++listings_;
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(
      ::opendir(level.path.empty() ? "." : level.path.c_str()), ::closedir);
  if (!directory) {
    // In a pattern, a missing directory only means that nothing matches.
    const bool absent = errno == ENOENT || errno == ENOTDIR;
    if (level.whole() || !absent) problem(level.path, errno);
    return;
  }
  errno = 0;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == ".." ||
        (level.whole() && name.starts_with('.'))) {
      continue;
    }
    level.starts.push_back(static_cast<std::uint32_t>(level.names.size()));
    level.names.append(name).append(1, '\0');
  }
  if (errno != 0) problem(level.path, errno);
  const char* names = level.names.data();
  std::sort(level.starts.begin(), level.starts.end(),
            [names](std::uint32_t a, std::uint32_t b) {
              return std::strcmp(names + a, names + b) < 0;
            });
  levels_.push_back(std::move(level));
}

}  // namespace trunklift
