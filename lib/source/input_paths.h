// Lists the files that an argument of the command line stands for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/input_limits.h"

namespace trunklift {

// Lists directories only when their files are asked for. In memory are the
// entries of the directories from the argument down to the current one.
class InputPaths {
public:
  // `argument` is a file, a directory, which stands for all files in it and
  // below it, or, if nothing has that name, a glob (* ? [..] **), whose matches
  // are files and directories. Entries come in the order of their names,
  // without hidden ones. Symlinks are followed, but no directory is walked
  // twice.
  explicit InputPaths(const std::string& argument);

  // The next file, or nothing at the end.
  std::optional<std::string> next();

  // Whether the argument is a directory or a glob, which may stand for no
  // files.
  bool is_many() const { return many_; }

  // How many directories were listed.
  std::uint64_t listings() const { return listings_; }

  // Files and directories that could not be found or listed, so far.
  const std::vector<InputProblem>& problems() const { return problems_; }

private:
  // Indexes into `pattern_` of the components that the next name may match.
  using Places = std::vector<std::size_t>;

  struct Level {
    std::string path;   // for people; "" is the working directory
    std::string real;   // canonical path; "" within a pattern
    Places places;      // empty: all files in it count
    std::string names;  // of the entries, each with a NUL behind it
    std::vector<std::uint32_t> starts;  // where the names start, sorted by name
    std::size_t next = 0;

    bool whole() const { return places.empty(); }
  };
  struct Match {
    bool whole = false;
    Places places;
  };

  void start_glob(const std::string& argument);
  void add_place(std::size_t place, Match& match) const;
  Match match(const Level& level, const char* name, bool link) const;
  std::optional<std::string> entry(const Level& level, const char* name);
  void enter_root(const std::string& path);
  void enter_below(const std::string& path, const std::string& real);
  void list(Level level);
  void problem(const std::string& name, int error);

  bool many_ = false;
  std::optional<std::string> single_;
  std::vector<std::string> pattern_;  // the components of the glob
  std::vector<Level> levels_;
  // Canonical paths where walks began: the argument, and directories outside of
  // it that symlinks lead to.
  std::vector<std::string> roots_;
  std::uint64_t listings_ = 0;
  std::vector<InputProblem> problems_;
};

bool is_glob(std::string_view text);

}  // namespace trunklift
