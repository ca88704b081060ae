// Files that people write for this program.
#include "base/text_file.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::TempDir;

const TextFile::Failure failure = {Exit::usage, "read list", "make one"};

std::vector<std::string> lines_of(const std::string& path) {
  TextFile file(path, failure);
  std::vector<std::string> out;
  for (std::string line; file.next(line);) out.push_back(line);
  return out;
}

std::string complaint(const std::string& path) {
  try {
    TextFile(path, failure).rest();
  } catch (const Error& error) {
    return error.what() + (" / " + error.advice());
  }
  return "";
}

TEST_CASE("a byte order mark at the start is passed over, nothing else") {
  using Lines = std::vector<std::string>;
  const TempDir dir;
  const std::string mark = "\xEF\xBB\xBF";
  CHECK(lines_of(dir.write("a", mark + "one\n" + mark + "two")) ==
        Lines{"one", mark + "two"});
  CHECK(lines_of(dir.write("b", "\xEF\xBB")) == Lines{"\xEF\xBB"});
  CHECK(lines_of(dir.write("c", "\xEFx\n\n")) == Lines{"\xEFx", ""});
  CHECK(lines_of(dir.write("d", "")).empty());
  CHECK(lines_of(dir.write("e", mark)).empty());
  CHECK(TextFile(dir.write("f", mark + "{\n}"), failure).rest() == "{\n}");
  CHECK(TextFile(dir.write("g", std::string(50'000, 'x')), failure).rest() ==
        std::string(50'000, 'x'));
}

TEST_CASE("what is no text to read is an error, never empty") {
  const TempDir dir;
  CHECK(complaint(dir.path()) ==
        "cannot read list " + dir.path() + ": Is a directory / make one");
  CHECK(complaint(dir / "none") == "cannot read list " + (dir / "none") +
                                       ": No such file or directory / make "
                                       "one");
  // Opened without complaint, but a read fails.
  CHECK(complaint("/proc/self/mem").find("Input/output error") !=
        std::string::npos);
}

TEST_CASE("a pipe is read as a file is") {
  const TempDir dir;
  const std::string path = dir / "pipe";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  std::thread writer([&] { dir.write("pipe", "\xEF\xBB\xBFone\ntwo\n"); });
  CHECK(lines_of(path) == std::vector<std::string>{"one", "two"});
  writer.join();
}

}  // namespace
}  // namespace trunklift
