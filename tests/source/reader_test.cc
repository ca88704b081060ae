// The source: framing by content, origins, large documents, odd inputs.
#include "source/reader.h"

#include <catch2/catch.hpp>

#include "../pipeline/support.h"
#include "support.h"

namespace trunklift {
namespace {

using test::TempDir;

using test::Reading;

constexpr std::size_t block = ReaderOptions{}.block;

Reading read_files(const std::vector<std::string>& arguments) {
  InputNames names;
  InputStreams streams(arguments, {}, names);
  Reader reader(streams, names);
  Reading out = test::read_all(reader);
  out.problems.insert(out.problems.begin(), streams.problems().begin(),
                      streams.problems().end());
  return out;
}

// Reads `text` as a file, and checks each origin against it.
Reading read(std::string_view text) {
  const TempDir dir;
  Reading out = read_files({dir.write("in", text)});
  std::uint64_t line = 1, at = 0;
  bool right = true;
  for (const auto& seen : out.documents) {
    for (; at < seen.offset; ++at) line += text[at] == '\n';
    right &= seen.line == line &&
             text.substr(seen.offset, seen.bytes.size()) == seen.bytes;
  }
  CHECK(right);
  return out;
}

using Texts = std::vector<std::string>;

TEST_CASE("one document a line") {
  const Reading lines = read("{\"a\":1}\n{\"b\":2}\n");
  CHECK(lines.bytes() == Texts{R"({"a":1})", R"({"b":2})"});
  CHECK(lines.places() == Texts{"1@0", "2@8"});
  CHECK(read("{\"a\":1}\n{\"b\":2}").bytes() ==
        Texts{R"({"a":1})", R"({"b":2})"});
  const Reading odd =
      read("\xEF\xBB\xBF\r\n{\"a\":1}\r\n\r\n \t\n{\"b\":2}\r\n");
  CHECK(odd.bytes() == Texts{R"({"a":1})", R"({"b":2})"});
  CHECK(odd.places() == Texts{"2@5", "5@19"});
}

TEST_CASE("no documents, no batches of any") {
  for (const char* text :
       {"", "\n", " \r\n\t\n", "\xEF\xBB\xBF", "[]", "[ ]\n", "[\n\n]"}) {
    CAPTURE(text);
    const Reading reading = read(text);
    CHECK(reading.documents.empty());
    CHECK(reading.problems.empty());
  }
}

TEST_CASE("a broken line is a document among good ones") {
  CHECK(read("{\"a\":\n{\"b\":2}\n{\"c\":3}\n").bytes() ==
        Texts{R"({"a":)", R"({"b":2})", R"({"c":3})"});
  CHECK(read("garbage\n{\"b\":2}\n").bytes() == Texts{"garbage", R"({"b":2})"});
  CHECK(read("{\"a\":1}\n}}{\n{\"b\":2}\n").bytes() ==
        Texts{R"({"a":1})", "}}{", R"({"b":2})"});
  CHECK(read("{\"a\":1} x\n{\"b\":2}\n").bytes() ==
        Texts{R"({"a":1} x)", R"({"b":2})"});
  CHECK(read("{\"a\":\"cut").bytes() == Texts{R"({"a":"cut)"});
}

TEST_CASE("documents over many lines, one after the other") {
  const std::string one = "{\n  \"a\": \"}{\\\"\",\n  \"b\": [1, {\n}]\n}";
  const std::string two = "{\n  \"c\": {}\n}";
  const Reading reading = read(one + "\n" + two + "\n");
  CHECK(reading.bytes() == Texts{one, two});
  CHECK(reading.places() ==
        Texts{"1@0", "6@" + std::to_string(one.size() + 1)});
  CHECK(read(one + two).bytes() == Texts{one, two});
  CHECK(read("\n\n " + one).bytes() == Texts{one});
  CHECK(read("{\"a\":1}{\"b\":2} {\"c\":3}").bytes() ==
        Texts{R"({"a":1})", R"({"b":2})", R"({"c":3})"});
  CHECK(read(one + "\n{\n \"cut\": [").bytes() == Texts{one, "{\n \"cut\": ["});
}

TEST_CASE("the elements of an array are the documents") {
  CHECK(read(R"([{"a":1},{"b":[2]},{"c":"]"}])").bytes() ==
        Texts{R"({"a":1})", R"({"b":[2]})", R"({"c":"]"})"});
  const Reading lines = read("[\n{\"a\":1},\n\n{\"b\":\n2}\n]\n");
  CHECK(lines.bytes() == Texts{R"({"a":1})", "{\"b\":\n2}"});
  CHECK(lines.places() == Texts{"2@2", "4@12"});
  CHECK(read(R"([1, "a,]", null,true , -1.5e3, [2,3],"x"])").bytes() ==
        Texts{"1", R"("a,]")", "null", "true", "-1.5e3", "[2,3]", R"("x")"});
  CHECK(read(R"( [ {"a":1} ] )").bytes() == Texts{R"({"a":1})"});
  CHECK(read("[1]\n{\"a\":2}").bytes() == Texts{"1", R"({"a":2})"});
}

TEST_CASE("an array that is cut short is a problem") {
  const Reading reading = read(R"([{"a":1},{"b":2},)");
  CHECK(reading.bytes() == Texts{R"({"a":1})", R"({"b":2})"});
  REQUIRE(reading.problems.size() == 1);
  CHECK(reading.problems[0].reason ==
        "the JSON array is not closed: cut short?");
  const Reading within = read(R"([{"a":1},{"b")");
  CHECK(within.bytes() == Texts{R"({"a":1})", R"({"b")"});
  CHECK(within.problems.size() == 1);
  CHECK(read("[").problems.size() == 1);
}

TEST_CASE("a rejects file gives back the rejected bytes") {
  const std::string note = R"({"trunklift_reject":{"line":1}})";
  const std::string pretty = "{\n  \"a\": 1\n";  // broken, over two lines
  const Reading reading = read(note + "\n" + pretty + "\n" + note +
                               "\n{\"b\" 2}\n" + note + "\n}}\n\nx\n");
  CHECK(reading.bytes() == Texts{pretty, R"({"b" 2})", "}}\n\nx"});
  CHECK(reading.documents[0].line == 2);
  CHECK(read(note + "\n{\"a\":1}").bytes() == Texts{R"({"a":1})"});
  CHECK(read(note + "\n" + note + "\n{\"a\":1}\n").bytes() ==
        Texts{R"({"a":1})"});
  CHECK(read(note).documents.empty());
}

TEST_CASE("what was deleted from a rejects file costs no other document") {
  const std::string note = R"({"trunklift_reject":{"line":1}})";
  CHECK(read(note + "\n\n" + note + "\n{\"b\":2}\n").bytes() ==
        Texts{R"({"b":2})"});
  CHECK(read(note + "\n{\"a\":1}\n" + note + "\n\n" + note + "\n{\"b\":2}\n")
            .bytes() == Texts{R"({"a":1})", R"({"b":2})"});
}

TEST_CASE("documents larger than a block are whole, whatever the framing") {
  const std::string large =
      "{\"a\":\"" + std::string(3 * block + 17, 'x') + "\"}";
  const std::string small = R"({"b":2})";
  const std::string pretty = "{\n\"a\":\n" + large + "}";
  const std::string note = R"({"trunklift_reject":{}})";
  const Texts both{small, large, small};
  CHECK((read(small + "\n" + large + "\n" + small + "\n").bytes() == both));
  CHECK((read(large + "\n" + small).bytes() == Texts{large, small}));
  CHECK((read("[" + small + "," + large + "," + small + "]").bytes() == both));
  CHECK((read(pretty + "\n" + small + "\n" + pretty).bytes() ==
         Texts{pretty, small, pretty}));
  CHECK(
      read(note + "\n" + pretty + "\n" + note + "\n" + small + "\n").bytes() ==
      Texts{pretty, small});
}

TEST_CASE("many documents over many blocks keep their order and origins") {
  std::string lines, array = "[", pretty;
  Texts expected;
  for (int i = 0; i < 4000; ++i) {
    expected.push_back("{\"n\":" + std::to_string(i) + ",\"x\":\"" +
                       std::string(static_cast<std::size_t>(i) % 1500, 'x') +
                       "\"}");
    lines += expected.back() + (i % 7 ? "\n" : "\r\n");
    array += (i ? ",\n" : "") + expected.back();
    pretty += "{\n" + expected.back().substr(1) + (i % 3 ? "" : "\n");
  }
  REQUIRE(lines.size() > 2 * block);
  CHECK((read(lines).bytes() == expected));
  CHECK((read(array + "]").bytes() == expected));
  Texts on_one_line = read(pretty).bytes();
  for (std::string& text : on_one_line) std::erase(text, '\n');
  const bool same = on_one_line == expected;
  CHECK(same);
}

TEST_CASE("many files are read one after the other") {
  const TempDir dir;
  const auto one = dir.write("one", "{\"a\":1}");
  const auto two = dir.write("two", "[{\"b\":2}]");
  const auto none = dir.write("none", "");
  const Reading reading = read_files({one, none, two, one});
  CHECK(reading.bytes() == Texts{R"({"a":1})", R"({"b":2})", R"({"a":1})"});
  CHECK(reading.documents[1].input == 2);
  CHECK(reading.documents[1].offset == 1);
  CHECK(reading.documents[2].input == 3);
  CHECK(reading.problems.empty());
}

}  // namespace
}  // namespace trunklift
