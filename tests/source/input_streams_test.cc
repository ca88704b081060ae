// Inputs: which files arguments stand for, in which order, and their failures.
#include "source/input_streams.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <thread>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::TempDir;
using Texts = std::vector<std::string>;

struct Opened {
  Texts names, texts, failures;
  std::vector<InputProblem> problems;
  Texts unmatched;
};

std::string read_all(ByteStream& stream) {
  std::string out, block(1000, ' ');
  while (const std::size_t got = stream.read(block.data(), block.size())) {
    out.append(block, 0, got);
  }
  return out;
}

Opened open_all(const Texts& arguments, InputLimits limits = {}) {
  InputNames names;
  InputStreams streams(arguments, std::move(limits), names);
  Opened out;
  while (auto input = streams.next()) {
    out.names.push_back(names.get(input->input).name);
    out.texts.push_back(read_all(*input->stream));
    out.failures.push_back(input->stream->failure().value_or(""));
  }
  out.problems = streams.problems();
  out.unmatched = streams.unmatched();
  return out;
}

// Without the directory of the test.
Texts inside(const TempDir& dir, Texts names) {
  for (std::string& name : names) name = name.substr(dir.path().size() + 1);
  return names;
}

TEST_CASE("files come as they are named, as often as they are named") {
  const TempDir dir;
  const auto one = dir.write("one", "1"), none = dir.write("none", "");
  const auto large = dir.write("large", std::string(3'000'000, 'x'));
  const Opened opened = open_all({one, none, large, one});
  CHECK(opened.names == Texts{one, none, large, one});
  CHECK((opened.texts == Texts{"1", "", std::string(3'000'000, 'x'), "1"}));
  CHECK(opened.failures == Texts(4));
  CHECK(opened.problems.empty());
}

TEST_CASE("a directory is its files, sorted, without the hidden ones") {
  const TempDir dir;
  dir.write("d/b.json", "b");
  dir.write("d/a.json", "a");
  dir.write("d/a/x/y.json", "y");
  dir.write("d/sub/c.json", "c");
  dir.write("d/.hidden", "h");
  dir.write("d/.git/x", "x");
  dir.write("e/f.json", "f");
  dir.write("e/.versions/1/g.json", "g");
  namespace fs = std::filesystem;
  fs::create_directory_symlink("..", dir / "d/sub/up");
  fs::create_directory_symlink(".", dir / "d/self");
  fs::create_directory_symlink("../e", dir / "d/out");
  fs::create_directory_symlink("../d", dir / "e/back");
  fs::create_directory_symlink(".versions/1", dir / "e/current");
  REQUIRE(::mkfifo((dir / "d/pipe").c_str(), 0600) == 0);
  const Opened opened = open_all({dir / "d"});
  CHECK(opened.problems.empty());
  CHECK(inside(dir, opened.names) == Texts{"d/a/x/y.json", "d/a.json",
                                           "d/b.json", "d/out/current/g.json",
                                           "d/out/f.json", "d/sub/c.json"});
  CHECK(opened.texts == Texts{"y", "a", "b", "g", "f", "c"});
}

TEST_CASE("globs stand for what they match") {
  const TempDir dir;
  for (const char* name : {"d/a1.json", "d/a2.txt", "d/b[1].json", "d/.c.json",
                           "d/x/a3.json", "d/x/y/a4.json", "d/x/y/z/a5.json"}) {
    dir.write(name, name);
  }
  std::filesystem::create_directory_symlink("..", dir / "d/x/loop");
  const auto matches = [&](const std::string& pattern) {
    const Opened opened = open_all({dir / pattern});
    CHECK(opened.problems.empty());
    CHECK(opened.unmatched.empty() == !opened.names.empty());
    return inside(dir, opened.names);
  };
  CHECK(matches("d/*.json") == Texts{"d/a1.json", "d/b[1].json"});
  CHECK(matches("d/a?.*") == Texts{"d/a1.json", "d/a2.txt"});
  CHECK(matches("d/[!a]*.json") == Texts{"d/b[1].json"});
  CHECK(matches("d/b[1].json") == Texts{"d/b[1].json"});  // is there
  CHECK(matches("d/.*.json") == Texts{"d/.c.json"});
  CHECK(matches("d/*/y/*.json") == Texts{"d/x/y/a4.json"});
  CHECK(matches("d/**/a*.json") ==
        Texts{"d/a1.json", "d/x/a3.json", "d/x/y/a4.json", "d/x/y/z/a5.json"});
  CHECK(matches("**/y/**/a?.json") ==
        Texts{"d/x/y/a4.json", "d/x/y/z/a5.json"});
  CHECK(matches("d/x*") == Texts{"d/x/a3.json", "d/x/loop/a1.json",
                                 "d/x/loop/a2.txt", "d/x/loop/b[1].json",
                                 "d/x/y/a4.json", "d/x/y/z/a5.json"});
  CHECK(matches("d/x/**") == matches("d/x*"));
  CHECK(matches("d/*.xml").empty());
  CHECK(matches("nowhere/*.json").empty());
}

TEST_CASE(
    "what is not there or cannot be read is a problem, and the others "
    "are read") {
  const TempDir dir;
  const auto good = dir.write("good", "1");
  std::filesystem::create_directory(dir / "empty");
  dir.write("d/x", "2");
  std::filesystem::create_symlink("nowhere", dir / "d/broken");
  const Opened opened =
      open_all({dir / "absent", dir / "d", dir / "empty", dir / "no*", good});
  CHECK(opened.texts == Texts{"2", "1"});
  REQUIRE(opened.problems.size() == 2);
  CHECK(opened.problems[0].name == dir / "absent");
  CHECK(opened.problems[0].reason == "No such file or directory");
  CHECK(opened.problems[1].name == dir / "d/broken");
  CHECK(opened.unmatched == Texts{dir / "empty", dir / "no*"});

  if (::geteuid() != 0) {
    ::chmod(good.c_str(), 0);
    ::chmod((dir / "d").c_str(), 0);
    CHECK(open_all({good, dir / "d"}).problems.size() == 2);
    ::chmod((dir / "d").c_str(), 0700);
  }
  // Opens, but cannot be read.
  const Opened unreadable = open_all({"/proc/self/mem"});
  CHECK(unreadable.failures == Texts{"Input/output error"});
}

TEST_CASE("files may go, come and shrink while others are read") {
  const TempDir dir;
  for (const char* name : {"d/a", "d/b", "d/c"}) dir.write(name, name);
  InputNames names;
  InputStreams streams({dir / "d"}, {}, names);
  auto input = streams.next();
  REQUIRE(input);
  std::filesystem::resize_file(dir / "d/a", 0);
  std::filesystem::remove(dir / "d/b");
  input = streams.next();
  REQUIRE(input);
  CHECK(names.get(input->input).name == dir / "d/c");
  CHECK(!streams.next());
  REQUIRE(streams.problems().size() == 1);
  CHECK(streams.problems()[0].name == dir / "d/b");
}

TEST_CASE("what the run writes is no input") {
  const TempDir dir;
  dir.write("d/a", "1");
  dir.write("d/out.db", "2");
  const Opened opened =
      open_all({dir / "d"}, {.outputs = {dir / "./d/out.db", dir / "new"}});
  CHECK(opened.texts == Texts{"1"});
  REQUIRE(opened.problems.size() == 1);
  CHECK(opened.problems[0].name == dir / "d/out.db");
}

TEST_CASE("a pipe is read, also one that is opened before its writer") {
  const TempDir dir;
  const auto pipe = dir / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::thread writer([&] { std::ofstream(pipe) << std::string(200'000, 'p'); });
  const Opened opened = open_all({pipe});
  writer.join();
  CHECK((opened.texts == Texts{std::string(200'000, 'p')}));
}

TEST_CASE("the size of all inputs is known for plain files") {
  const TempDir dir;
  const auto one = dir.write("d/one", "12"), two = dir.write("two", "345");
  InputNames names;
  CHECK(InputStreams({one, two}, {}, names).total_bytes() == 5);
  CHECK(InputStreams({dir / "d", two}, {}, names).total_bytes() == 0);
  CHECK(InputStreams({"-"}, {}, names).total_bytes() == 0);
}

}  // namespace
}  // namespace trunklift
