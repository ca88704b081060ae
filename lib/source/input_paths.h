// The files that an argument of the command line stands for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/input_limits.h"

namespace trunklift {

// Listed as they are asked for: what is in memory is the entries of the
// directories from the argument down to where the walk is.
class InputPaths {
public:
  // A file; a directory, which stands for all files in it and below; or, if
  // there is nothing of that name, a glob (* ? [..] **), whose matches are
  // files and directories. Entries come in the order of their names, without
  // the hidden ones. Symlinks are followed, but nothing is walked twice.
  explicit InputPaths(const std::string& argument);

  // The next file, or nothing at the end.
  std::optional<std::string> next();

  // A directory or a glob: that it comes to nothing is no error as such.
  bool is_many() const { return many_; }

  // How often a directory was listed.
  std::uint64_t listings() const { return listings_; }

  // What could not be found or listed, so far.
  const std::vector<InputProblem>& problems() const { return problems_; }

private:
  // Places in the pattern that the next component is to match.
  using Places = std::vector<std::size_t>;

  struct Level {
    std::string path;   // as it is shown; "" is the working directory
    std::string real;   // canonical; "" within a pattern
    Places places;      // empty: all that is in it is wanted
    std::string names;  // of the entries, a NUL behind each
    std::vector<std::uint32_t> starts;  // of the names, sorted
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
  std::vector<std::string> pattern_;  // its components
  std::vector<Level> levels_;
  // Where walks began: the argument, and what symlinks led to outside of it.
  std::vector<std::string> roots_;
  std::uint64_t listings_ = 0;
  std::vector<InputProblem> problems_;
};

bool is_glob(std::string_view text);

}  // namespace trunklift
