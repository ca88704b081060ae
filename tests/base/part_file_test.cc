// Files that take their name when they are complete.
#include "base/part_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "../pipeline/support.h"
#include "base/error.h"

namespace trunklift {
namespace {

namespace fs = std::filesystem;
using test::read_file;
using test::TempDir;

void put(const std::string& path, const std::string& text, mode_t mode) {
  std::ofstream(path) << text;
  ::chmod(path.c_str(), mode);
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}

std::size_t entries(const std::string& directory) {
  return static_cast<std::size_t>(std::distance(
      fs::directory_iterator(directory), fs::directory_iterator{}));
}

void write_all(const std::string& path, const std::string& text,
               FileMode mode = FileMode::secret) {
  PartFile file(path, mode);
  file.write(text);
  file.commit();
}

struct Umask {
  explicit Umask(mode_t mask) : before(::umask(mask)) {}
  ~Umask() { ::umask(before); }
  mode_t before;
};

TEST_CASE("a part file takes the place of what was there, in its own mode") {
  const Umask mask(022);
  const TempDir dir;
  put(dir / "out", "old", 0666);
  put(dir / "out.part", "an input", 0644);
  {
    PartFile file(dir / "out");
    file.write("new");
    CHECK(read_file(dir / "out") == "old");
    CHECK(entries(dir / "") == 2);  // it has no name yet
    file.commit();
  }
  CHECK(read_file(dir / "out") == "new");
  CHECK(mode_of(dir / "out") == 0600);
  CHECK(read_file(dir / "out.part") == "an input");
  CHECK(entries(dir / "") == 2);
  write_all(dir / "report", "text", FileMode::shared);
  CHECK(mode_of(dir / "report") == 0644);
  write_all(dir / "out", "for all", FileMode::shared);
  CHECK(mode_of(dir / "out") == 0644);
}

TEST_CASE("a part file that is not committed leaves nothing") {
  const TempDir dir;
  put(dir / "out", "old", 0644);
  {
    PartFile file(dir / "out");
    file.write("half");
    file.finish();
  }
  CHECK(read_file(dir / "out") == "old");
  CHECK(entries(dir / "") == 1);
}

TEST_CASE("of two part files of one name the last one wins whole") {
  const TempDir dir;
  PartFile one(dir / "out"), two(dir / "out");
  one.write("one, first half; ");
  two.write("two, first half; ");
  one.write("one, second half");
  two.write("two, second half");
  two.commit();
  CHECK(read_file(dir / "out") == "two, first half; two, second half");
  one.commit();
  CHECK(read_file(dir / "out") == "one, first half; one, second half");
  CHECK(entries(dir / "") == 1);
}

TEST_CASE("a part file follows a link, and replaces what it leads to") {
  const TempDir dir;
  fs::create_directory(dir / "inside");
  put(dir / "inside/file", "old", 0644);
  fs::create_symlink("inside/file", dir / "link");
  fs::create_symlink("link", dir / "link to it");
  write_all(dir / "link to it", "new");
  CHECK(fs::is_symlink(dir / "link"));
  CHECK(fs::is_symlink(dir / "link to it"));
  CHECK(read_file(dir / "inside/file") == "new");
  CHECK(mode_of(dir / "inside/file") == 0600);
  CHECK(entries(dir / "inside") == 1);

  fs::create_symlink("inside/none", dir / "dangling");
  write_all(dir / "dangling", "made");
  CHECK(fs::is_symlink(dir / "dangling"));
  CHECK(read_file(dir / "inside/none") == "made");
  CHECK(mode_of(dir / "inside/none") == 0600);

  fs::create_symlink("round", dir / "round");
  CHECK_THROWS_AS(PartFile(dir / "round"), Error);
  CHECK_THROWS_AS(PartFile(dir / "inside"), Error);
  CHECK_THROWS_AS(PartFile(dir / "nowhere/file"), Error);
}

TEST_CASE("a hard link keeps what it had") {
  const TempDir dir;
  put(dir / "out", "old", 0644);
  fs::create_hard_link(dir / "out", dir / "other name");
  write_all(dir / "out", "new");
  CHECK(read_file(dir / "out") == "new");
  CHECK(read_file(dir / "other name") == "old");
}

TEST_CASE("what the process has open is written, not replaced") {
  const TempDir dir;
  put(dir / "out", "before;", 0644);
  const int open = ::open((dir / "out").c_str(), O_WRONLY | O_APPEND);
  REQUIRE(open >= 0);
  struct stat before {
  }, after{};
  ::fstat(open, &before);
  write_all("/dev/fd/" + std::to_string(open), "after");
  ::stat((dir / "out").c_str(), &after);
  ::close(open);
  CHECK(read_file(dir / "out") == "before;after");
  CHECK(before.st_ino == after.st_ino);
}

TEST_CASE("a part file can have a name beside its own") {
  const TempDir dir;
  PartFile file(dir / "out");
  file.write("text");
  file.finish();
  CHECK(file.link_as(dir / "another"));
  CHECK_FALSE(file.link_as(dir / "another"));
  file.commit();
  CHECK(read_file(dir / "another") == "text");
  CHECK(read_file(dir / "out") == "text");
}

}  // namespace
}  // namespace trunklift
