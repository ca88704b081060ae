// Inputs: which files arguments stand for, in which order, and their failures.
#include "source/input_streams.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <thread>

#include "../pipeline/support.h"
#include "source/file_stream.h"

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

TEST_CASE("of many failures the first are kept, and how many there are") {
  const TempDir dir;
  Texts missing;
  for (int i = 0; i < 1234; ++i) {
    missing.push_back(dir.path() + "/missing" + std::to_string(i));
  }
  const Opened opened = open_all(missing);
  REQUIRE(opened.problems.size() == 1001);
  CHECK(opened.problems[999].name == missing[999]);
  CHECK(opened.problems[1000].reason == "234 more failed");
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

TEST_CASE("a file that is cut while it is read says so, wherever it is cut") {
  const TempDir dir;
  const std::string path = dir.write("a", "one\ntwo\n");
  const auto stream = FileStream::open(path);
  REQUIRE(stream);
  std::filesystem::resize_file(path, 4);
  char bytes[100];
  CHECK(stream->read(bytes, sizeof bytes) == 4);
  CHECK(stream->failure() == "it became shorter while it was read");
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

// Packs with the tools that others pack with.
void shell(const TempDir& dir, const std::string& commands) {
  REQUIRE(std::system(("cd " + dir.path() + " && " + commands).c_str()) == 0);
}

std::string numbers(int many) {
  std::string out;
  for (int i = 0; i < many; ++i) out += std::to_string(i) + "\n";
  return out;
}

std::string file_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("compressed files are told by their content") {
  const TempDir dir;
  const std::string text = numbers(300'000);
  dir.write("text", text);
  for (const char* tool : {"gzip", "zstd -q", "xz -0", "bzip2"}) {
    CAPTURE(tool);
    shell(dir, std::string(tool) + " -c text >packed.txt");
    const std::string packed = file_bytes(dir / "packed.txt");
    const Opened opened = open_all({dir / "packed.txt"});
    CHECK(opened.names == Texts{dir / "packed.txt"});
    CHECK((opened.texts == Texts{text}));
    CHECK(opened.failures == Texts{""});

    // One behind the other are one.
    dir.write("twice", packed + packed);
    CHECK((open_all({dir / "twice"}).texts == Texts{text + text}));

    // What is good is read, what is not is told.
    for (const std::string& bad :
         {packed.substr(0, packed.size() - 5), packed + "garbage"}) {
      dir.write("bad", bad);
      const Opened damaged = open_all({dir / "bad"});
      REQUIRE(damaged.texts.size() == 1);
      const std::string& good = damaged.texts[0];
      CHECK((good.size() > text.size() / 2 && text.starts_with(good)));
      CHECK_THAT(damaged.failures[0],
                 Catch::EndsWith("(after " + std::to_string(good.size()) +
                                 " unpacked bytes)"));
    }

    shell(dir, std::string(tool) + " -c </dev/null >nothing");
    CHECK(open_all({dir / "nothing"}).texts == Texts{""});
    CHECK(open_all({dir / "nothing"}).problems.empty());
  }
}

TEST_CASE("gzip is verified, and may be padded with zeros") {
  const TempDir dir;
  dir.write("text", "abc");
  shell(dir, "gzip -kn text");
  std::string packed = file_bytes(dir / "text.gz");
  dir.write("padded", packed + std::string(700, '\0'));
  CHECK(open_all({dir / "padded"}).texts == Texts{"abc"});
  CHECK(open_all({dir / "padded"}).failures == Texts{""});
  packed[packed.size() - 6] ^= 1;  // in the checksum
  dir.write("wrong", packed);
  CHECK(open_all({dir / "wrong"}).failures ==
        Texts{"the gzip data is damaged: incorrect data check (after 3 "
              "unpacked bytes)"});
}

TEST_CASE("verified inputs come whole or not at all") {
  const TempDir dir;
  InputLimits limits;
  limits.verify = true;
  const std::string text = numbers(200'000);
  dir.write("text", text);
  for (const char* tool : {"gzip", "bzip2", "xz", "zstd"}) {
    CAPTURE(tool);
    shell(dir, std::string(tool) + " -c text >packed");
    CHECK(open_all({dir / "packed"}, limits).texts == Texts{text});
    // Behind the last block of data, where a checksum stands or nothing.
    const std::string packed = file_bytes(dir / "packed");
    dir.write("cut", packed.substr(0, packed.size() - 3));
    const Opened cut = open_all({dir / "cut"}, limits);
    CHECK(cut.texts.empty());
    REQUIRE(cut.problems.size() == 1);
    CHECK(cut.problems[0].name == dir / "cut");
    CHECK_THAT(cut.problems[0].reason,
               Catch::EndsWith("; nothing of it was loaded"));
  }
}

TEST_CASE("a verified zip archive gives the entries whose checksums hold") {
  const TempDir dir;
  InputLimits limits;
  limits.verify = true;
  for (const char* name : {"a", "b", "c"}) {
    dir.write(name, std::string("text of ") + name);
  }
  shell(dir, "zip -q0 x.zip a b c && mkdir e && cp a e && gzip -r e");
  std::string packed = file_bytes(dir / "x.zip");
  packed[packed.find("text of b")] ^= 1;
  dir.write("x.zip", packed);
  // The gzip in a tar is copied, to be read twice.
  shell(dir, "tar -cf x.tar x.zip e/a.gz");
  const Opened zip = open_all({dir / "x.zip"}, limits);
  CHECK(zip.texts == Texts{"text of a", "text of c"});
  REQUIRE(zip.problems.size() == 1);
  CHECK(zip.problems[0].name == dir / "x.zip:b");
  const Opened tar = open_all({dir / "x.tar"}, limits);
  CHECK(tar.texts == Texts{"text of a", "text of c", "text of a"});
  REQUIRE(tar.problems.size() == 1);
  CHECK(tar.problems[0].name == dir / "x.tar:x.zip:b");
}

TEST_CASE("a zstd file may begin with a frame to be skipped") {
  const TempDir dir;
  dir.write("text", "abc");
  shell(dir, "zstd -q text");
  const std::string skipped("\x5E\x2A\x4D\x18\3\0\0\0xyz", 11);
  dir.write("framed", skipped + file_bytes(dir / "text.zst"));
  CHECK(open_all({dir / "framed"}).texts == Texts{"abc"});
}

TEST_CASE("the entries of an archive are inputs") {
  const TempDir dir;
  dir.write("a/one.json", "1");
  dir.write("a/two/\xC3\xA9.json", "2");
  dir.write("a/large", numbers(200'000));
  dir.write("a/.hidden", "h");
  dir.write("a/.git/x", "x");
  dir.write("a/empty", "");
  std::filesystem::create_symlink("one.json", dir / "a/link");
  shell(dir,
        "tar --sort=name -cf x.tar a && gzip -k x.tar && zip -qr x.zip a && "
        "tar --sort=name -cJf x.txz ./a");
  for (const char* name : {"x.tar", "x.tar.gz", "x.zip", "x.txz"}) {
    CAPTURE(name);
    const Opened opened = open_all({dir / name});
    CHECK(opened.problems.empty());
    std::map<std::string, std::string> entries;
    for (std::size_t i = 0; i < opened.names.size(); ++i) {
      const auto colon = opened.names[i].rfind(':');
      CHECK(opened.names[i].substr(0, colon) == dir / name);
      std::string path = opened.names[i].substr(colon + 1);
      if (path.starts_with("./")) path.erase(0, 2);
      if (std::string_view(name) == "x.zip" && path == "a/link") continue;
      entries[path] = opened.texts[i];
    }
    CHECK((entries ==
           std::map<std::string, std::string>{{"a/one.json", "1"},
                                              {"a/two/\xC3\xA9.json", "2"},
                                              {"a/large", numbers(200'000)},
                                              {"a/empty", ""}}));
  }
  shell(dir, "cat x.tar x.tar >both.tar");
  CHECK(open_all({dir / "both.tar"}).names.size() == 8);
}

TEST_CASE("archives may be in archives, but not without end") {
  const TempDir dir;
  dir.write("x.json", "1");
  shell(dir,
        "gzip x.json && tar -czf 1.tar.gz x.json.gz && zip -q 2.zip 1.tar.gz "
        "&& tar -cf 3.tar 2.zip && gzip -c x.json.gz | gzip | gzip >4.gz");
  const Opened two = open_all({dir / "1.tar.gz", dir / "2.zip"});
  CHECK(two.problems.empty());
  CHECK(inside(dir, two.names) ==
        Texts{"1.tar.gz:x.json.gz", "2.zip:1.tar.gz:x.json.gz"});
  CHECK(two.texts == Texts{"1", "1"});
  const Opened deep = open_all({dir / "3.tar", dir / "4.gz", dir / "1.tar.gz"});
  CHECK(deep.texts == Texts{"1"});
  REQUIRE(deep.problems.size() == 2);
  CHECK(deep.problems[0].name == dir / "3.tar:2.zip:1.tar.gz:x.json.gz");
  CHECK(deep.problems[1].name == dir / "4.gz");
}

TEST_CASE("a bad entry costs no other, a bad archive not what is before") {
  const TempDir dir;
  dir.write("a", numbers(100'000));
  dir.write("b", "b");
  dir.write("c", "c");
  shell(dir,
        "zip -q -P word x.zip b && zip -q x.zip c && tar -cf x.tar b a c && "
        "head -c 100000 x.tar >cut.tar");
  const Opened encrypted = open_all({dir / "x.zip"});
  CHECK(inside(dir, encrypted.names) == Texts{"x.zip:b", "x.zip:c"});
  CHECK(encrypted.texts == Texts{"", "c"});
  CHECK(
      encrypted.failures ==
      Texts{"Passphrase required for this entry (after 0 unpacked bytes)", ""});
  const Opened cut = open_all({dir / "cut.tar"});
  CHECK(inside(dir, cut.names) == Texts{"cut.tar:b", "cut.tar:a"});
  CHECK(cut.texts[0] == "b");
  CHECK((cut.texts[1].size() > 90'000 &&
         numbers(100'000).starts_with(cut.texts[1])));
  CHECK_THAT(cut.failures[1], Catch::StartsWith("Truncated tar archive"));
  CHECK(cut.problems.empty());
}

TEST_CASE("what unpacks to far too much is cut off") {
  const TempDir dir;
  shell(dir, "head -c 300000000 /dev/zero | gzip -1 >zeros.gz");
  const auto size_at = [&](std::uint64_t limit) {
    InputNames names;
    InputStreams streams({dir / "zeros.gz"}, {limit, {}}, names);
    auto input = streams.next();
    REQUIRE(input);
    std::string block(1 << 20, ' ');
    std::uint64_t size = 0;
    while (const auto got = input->stream->read(block.data(), block.size())) {
      size += got;
    }
    CHECK(input->stream->failure().has_value() == (size != 300'000'000));
    return size;
  };
  CHECK(size_at(0) == 300'000'000);
  CHECK(size_at(1000) == 300'000'000);
  const std::uint64_t cut = size_at(10);
  CHECK((cut >= 256 << 20 && cut < 258 << 20));
}

TEST_CASE("an input may be left before its end") {
  const TempDir dir;
  dir.write("a", numbers(1'000'000));
  dir.write("b", "b");
  shell(dir,
        "tar -czf x.tar.gz a b && mkfifo pipe && "
        "head -c 20000000 /dev/zero | gzip >zeros");
  InputNames names;
  InputStreams streams({dir / "x.tar.gz", dir / "x.tar.gz"}, {}, names);
  char byte = 0;
  REQUIRE(streams.next()->stream->read(&byte, 1) == 1);
  CHECK(byte == '0');
  auto input = streams.next();
  REQUIRE(input);
  CHECK(read_all(*input->stream) == "b");
  CHECK(streams.next());
  // Gone while the thread is busy, or waits for bytes that do not come.
  std::atomic<bool> left = false;
  std::thread writer([&] {
    std::ofstream pipe(dir / "pipe");
    const std::string packed = file_bytes(dir / "zeros");
    pipe.write(packed.data(), 10'000).flush();
    while (!left) std::this_thread::yield();
  });
  {
    InputStreams waiting({dir / "pipe"}, {}, names);
    CHECK(waiting.next());
  }
  left = true;
  writer.join();
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
