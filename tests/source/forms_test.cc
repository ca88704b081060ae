// The forms that documents come in, through blocks of every size.
#include <catch2/catch.hpp>

#include "support.h"

namespace trunklift {
namespace {

using test::Reading;
using Texts = std::vector<std::string>;

constexpr std::size_t blocks[] = {1, 7, 4096, std::size_t{1} << 20};
constexpr std::size_t no_limit = std::size_t{1} << 30;

// Reads through blocks of several sizes, which must not matter, and checks each
// place against the text.
Reading read(const std::string& text, std::size_t largest = no_limit) {
  Reading first;
  for (const std::size_t block : blocks) {
    CAPTURE(block);
    const Reading reading = test::read_texts({text}, {block, largest});
    std::uint64_t line = 1, at = 0;
    bool right = true;
    for (const auto& seen : reading.documents) {
      for (; at < seen.offset; ++at) line += text[at] == '\n';
      right &= seen.line == line &&
               text.compare(seen.offset, seen.bytes.size(), seen.bytes) == 0;
    }
    CHECK(right);
    if (block == blocks[0]) {
      first = reading;
      continue;
    }
    CHECK(reading.bytes() == first.bytes());
    CHECK(reading.places() == first.places());
    CHECK(reading.sorts() == first.sorts());
    CHECK(reading.reasons() == first.reasons());
    CHECK(reading.sizes() == first.sizes());
  }
  return first;
}

const std::string one = R"({"_id":"1","a":"}{\"][,"})", two = R"({"_id":"2"})",
                  three = R"({"_id":"3","b":[{},[1]]})";
const Texts all = {one, two, three};
const std::string pretty = "{\n  \"_id\": \"p\",\n  \"b\": [\n    {}\n  ]\n}";

std::string row(const std::string& document) {
  return R"({"id":"x","key":"x","value":{"rev":"1-a"},"doc":)" + document + "}";
}
std::string change(const std::string& document) {
  return R"({"seq":"1-g","id":"x","changes":[{"rev":"1-a"}],"doc":)" +
         document + "}";
}
const std::string error = R"({"error":"timeout","reason":"took too long"})";
const std::string marker = R"({"marker":"@cloudant/couchbackup:resume"})";

TEST_CASE("lines and documents over several lines follow each other") {
  CHECK(read(pretty + "\n" + one + "\n" + two + "\n" + three + "\n").bytes() ==
        Texts{pretty, one, two, three});
  CHECK(read(one + "\n" + two + "\n" + pretty + "\n" + pretty + "\n" + three)
            .bytes() == Texts{one, two, pretty, pretty, three});
  CHECK(read(one + "\r\n\r\n" + pretty + "\r\n" + two + "\r\n").bytes() ==
        Texts{one, pretty, two});
  CHECK(read(one + two + "\n" + pretty + three + " " + one + "\n").bytes() ==
        Texts{one, two, pretty, three, one});
  CHECK(read(one + "\r" + two + "\r" + three).bytes() == all);
  CHECK(read("\xEF\xBB\xBF" + one + "\n\xEF\xBB\xBF" + two + "\n" + three)
            .bytes() == all);
  CHECK(read("[" + one + "," + two + "]\n[" + three + "]\n" + pretty).bytes() ==
        Texts{one, two, three, pretty});
}

TEST_CASE("a broken document takes no other with it") {
  const std::string broken[] = {R"({"a":)",
                                R"({"a":1,)",
                                R"({"a":"x)",
                                R"({"a":[{"b":1},)",
                                R"({"a":{"b":1})",
                                R"({"a":"x\)",
                                R"({"a":"x","b})",
                                R"({"a":[1})",
                                R"({"a" 1}})",
                                "{\n  \"a\": {\n  }",
                                "{\n  \"a\": \"x,\n  \"b\": 1\n}",
                                "{\n  \"a\": [\n  {}",
                                "{\"a\":\n\"b\":{"};
  for (const std::string& text : broken) {
    CAPTURE(text);
    const auto after = [&](const std::string& good) {
      Texts found = read(text + "\n" + good).bytes();
      REQUIRE(found.size() >= 3);
      CHECK(found.front().substr(0, 4) == text.substr(0, 4));
      found.erase(found.begin(), found.end() - 2);
      return found;
    };
    CHECK(after(one + "\n" + two + "\n") == Texts{one, two});
    CHECK(after(one + "\n" + pretty) == Texts{one, pretty});
    CHECK(read(one + "\n" + text + "\n" + two + "\n" + three).bytes().back() ==
          three);
  }
  // In an array, and in the rows of a body.
  CHECK(read("[\n" + one + ",\n{\"a\":\"x,\n" + two + ",\n" + three + "\n]")
            .bytes() == Texts{one, "{\"a\":\"x,", two, three});
  CHECK(read("{\"rows\":[\n" + row(one) + ",\n{\"id\":\"x\n" + row(two) + "]}")
            .bytes() == Texts{one, "{\"id\":\"x", two});
}

TEST_CASE("what only looks like a start belongs to its document") {
  for (const std::string& text :
       {std::string("{\"a\":[\n{\"b\":1},\n{\"c\":2}\n]}"),
        std::string("{\"a\":\n{\"b\":1}\n}"),
        std::string("{\n\"a\":{},\n\"b\":[\n[\n{}\n],\n[]\n]\n}"),
        std::string("{\"a\":{\n\"b\":[\n{\"c\":[\n{\"d\":1}\n]}\n]}}")}) {
    CAPTURE(text);
    CHECK(read(text + "\n" + one + "\n" + text + "\n").bytes() ==
          Texts{text, one, text});
  }
}

TEST_CASE("the documents of _all_docs, as printed and reformatted") {
  const std::string body = "{\"total_rows\":3,\"offset\":0,\"rows\":[\r\n" +
                           row(one) + ",\r\n" + row(two) + ",\r\n" +
                           row(three) + "\r\n]}\r\n";
  const Reading reading = read(body);
  CHECK(reading.bytes() == all);
  CHECK(reading.places() == Texts{"2@" + std::to_string(body.find(one)),
                                  "3@" + std::to_string(body.find(two)),
                                  "4@" + std::to_string(body.find(three))});
  CHECK(reading.problems.empty());
  CHECK(read(body + body).bytes() == Texts{one, two, three, one, two, three});
  CHECK(read(one + "\n" + body + two).bytes() ==
        Texts{one, one, two, three, two});
  CHECK(read("{\n  \"offset\": 0,\n  \"rows\": [\n    {\n      \"doc\": " +
             pretty +
             ",\n      \"id\": \"p\"\n    }\n  ],\n  \"total_rows\": "
             "1\n}\n" +
             one)
            .bytes() == Texts{pretty, one});
  CHECK(read("{\"rows\":[" + row(one) + "," + row(two) + "]}").bytes() ==
        Texts{one, two});
  for (const std::string empty :
       {"{\"rows\":[]}",
        "{\"total_rows\":0,\"offset\":null,\"rows\":[\n\n]}"}) {
    CHECK(read(empty).documents.empty());
    CHECK(read(empty).problems.empty());
  }
}

TEST_CASE("the documents of _find and _changes") {
  CHECK(read("{\"docs\":[\r\n" + one + ",\r\n" + two +
             "],\r\n\"bookmark\": \"g1A]}\", \"warning\":\"none\"}\n")
            .bytes() == Texts{one, two});
  CHECK(read("{\"bookmark\": \"nil\",\n\"execution_stats\":{\"a\":[{}]},"
             "\"docs\": [" +
             one + "]}")
            .bytes() == Texts{one});
  const Reading changes =
      read("{\"results\":[\n" + change(one) + ",\n" + change(two) +
           "\n],\n\"last_seq\":\"3-g\",\"pending\":0}\n");
  CHECK(changes.bytes() == Texts{one, two});
  CHECK(changes.problems.empty());
  const Reading continuous = read(change(one) + "\n\n" + change(two) +
                                  "\n{\"last_seq\":\"3-g\",\"pending\":0}\n");
  CHECK(continuous.bytes() == Texts{one, two});
  CHECK(continuous.places()[1].substr(0, 2) == "3@");
  CHECK(read("{\n  \"changes\": [\n    {}\n  ],\n  \"doc\": " + pretty +
             ",\n  \"id\": \"p\",\n  \"seq\": null\n}\n" + one)
            .bytes() == Texts{pretty, one});
}

TEST_CASE("other objects are documents, whatever their members are called") {
  for (const std::string& text :
       {std::string(R"({"rows":{"a":1}})"), std::string(R"({"docs":3})"),
        std::string(R"({"_id":"4","rows":[{"b":2}]})"),
        std::string(R"({"rows":[{"b":2}],"pvt_type":"list"})"),
        std::string(R"({"results":[1],"data":{},"servers":[]})"),
        std::string(R"({"data":{"a":1},"b":2})"),
        std::string(R"({"ok":true,"id":"1","rev":"1-a"})"),
        std::string(R"({"seq":1,"changes":[],"other":1})"),
        std::string(R"({"error":1})"), std::string(R"({"last_seq":1,"a":2})"),
        std::string(R"({"name":"couchbackup","version":"1"})"),
        std::string(R"({"offset":1})"), std::string("{}")}) {
    CAPTURE(text);
    CHECK(read(text + "\n" + one).bytes() == Texts{text, one});
    CHECK(read(one + "\n" + text).bytes() == Texts{one, text});
  }
}

TEST_CASE("a body may have any members, in any order") {
  for (const std::string& text :
       {R"({"new_edits":false,"docs":[)" + one + "," + two + "]}",
        R"({"all_or_nothing":true,"docs":[)" + one + "," + two + "]}",
        R"({"docs":[)" + one + "," + two + R"(],"new_edits":false})",
        R"({"total_rows":3,"x":[],"rows":[)" + row(one) + "," + two + "]}",
        R"({"x":{"docs":[{}]},"docs":[)" + one + R"(],"rows":[)" + row(two) +
            "]}",
        "{\n  \"status\": \"success\",\n  \"data\": [\n" + one + ",\n" + two +
            "\n  ],\n  \"page_size\": 2\n}",
        R"({"docs":[],"results":[)" + change(one) + R"(],"docs":[)" + two +
            R"(],"x":[1,[2]],"y":"z"})"}) {
    CAPTURE(text);
    const Reading reading = read(text + "\n" + three + "\n");
    CHECK(reading.bytes() == all);
    CHECK(reading.problems.empty());
  }
  // One whose array is not in sight is a document, and taken apart as one.
  const std::string far = "{\"x\":\"" + std::string(70000, 'x') +
                          R"(","docs":[)" + one + "," + two + "]}\n" + three;
  CHECK(read(far).bytes() == all);
}

TEST_CASE("revisions of documents, as _bulk_get and open_revs hand them out") {
  const std::string ended = R"({"ok":{"_id":"1","_deleted":true}})";
  const std::string gone = R"({"error":{"id":"9","error":"not_found"}})";
  const std::string open =
      R"([{"ok":)" + one + R"(},{"missing":"2-b"},{"ok":)" + two + "}]";
  CHECK(read(open).bytes() == Texts{one, R"({"missing":"2-b"})", two});
  CHECK(read(open).sorts() == Texts{"document", "missing", "document"});
  const Reading got = read(R"({"results":[{"id":"1","docs":[{"ok":)" + one +
                           "}," + ended + R"(]},{"id":"9","docs":[)" + gone +
                           R"(]},{"id":"2","docs":[{"ok":)" + two + "}]}]}");
  CHECK(got.sorts() == Texts{"document", "tombstone", "missing", "document"});
  CHECK(got.bytes() == Texts{one, ended, gone, two});
  // The last revision of all is that of a document that was deleted.
  CHECK(read(R"({"results":[{"id":"1","docs":[)" + ended + "]}]}").sorts() ==
        Texts{"document"});
  // Several queries at once.
  CHECK(read(R"({"results":[{"total_rows":3,"offset":0,"rows":[)" + row(one) +
             R"(]},{"rows":[)" + row(two) + "," + row(three) + "]}]}")
            .bytes() == all);
}

TEST_CASE("answers of the platform's API") {
  const std::string plain = R"({"servers":[],"id":"4"})";
  for (const std::string& text :
       {R"({"data":)" + plain + "}",
        R"({"data":)" + plain + R"(,"revision":"2-b","status":"success"})",
        R"({"timestamp":"x","page_size":1,"data":)" + plain + "}"}) {
    CAPTURE(text);
    CHECK(read(text + "\n" + one + "\n").bytes() == Texts{plain, one});
  }
  const std::string ids = R"({"data":["4","5"],"status":"success"})";
  CHECK(read(ids).documents.empty());
  CHECK(read(ids).problems.empty());
  CHECK(read(ids + one).bytes() == Texts{one});
  CHECK(read(R"({"data":{"message":"no"},"error":"404","status":"error"})")
            .sorts() == Texts{"server error"});
}

TEST_CASE("rows that stand in lines, and documents that stand for rows") {
  CHECK(read(row(one) + "\n" + row(two) + "\n" + row(three) + "\n").bytes() ==
        all);
  CHECK(read(R"({"rows":[)" + one + "," + two + "," + three + "]}").bytes() ==
        all);
  const std::string trunk = R"({"_id":"5","servers":[]})";
  const std::string view = R"({"id":"5","key":[1],"value":)" + trunk + "}";
  CHECK(read(R"({"rows":[)" + view + "]}").bytes() == Texts{trunk});
  CHECK(read(view).bytes() == Texts{trunk});
}

TEST_CASE("what stands beside documents and may be one is not passed over") {
  const std::string trunk = R"({"pvt_type":"sys_info"})";
  for (const std::string& text :
       {R"({"x":)" + trunk + R"(,"docs":[)" + one + "]}",
        R"({"docs":[)" + one + R"(],"x":)" + trunk + "}",
        R"({"rows":[{"id":"1","value":)" + trunk + R"(,"doc":)" + one + "}]}",
        R"({"data":)" + one + R"(,"status":"success","x":[)" + trunk + "]}"}) {
    CAPTURE(text);
    const Reading found = read(text);
    Texts sorts = found.sorts();
    std::sort(sorts.begin(), sorts.end());
    CHECK(sorts == Texts{"beside", "document"});
    CHECK(found.documents.at(0).offset < found.documents.at(1).offset);
  }
}

TEST_CASE("rows without a document say why") {
  const Reading reading = read(
      "{\"rows\":[\n"
      "{\"id\":\"a\",\"key\":\"a\",\"value\":{\"rev\":\"2-b\",\"deleted\":true}"
      ","
      "\"doc\":null},\n"
      "{\"key\":\"b\",\"error\":\"not_found\"},\n"
      "{\"id\":\"c\",\"key\":\"c\",\"value\":{\"rev\":\"1-a\"}},\n" +
      row(one) + ",\n" + error + "\n]}\n");
  CHECK(reading.sorts() ==
        Texts{"tombstone", "missing", "bare row", "document", "server error"});
  const std::string gone =
      R"({"seq":"4-g","id":"d","changes":[{"rev":"2-b"}],"deleted":true})";
  const std::string bare = R"({"seq":"4-g","id":"d","changes":[]})";
  CHECK(read("{\"results\":[\n" + gone + ",\n" + bare + "]}").sorts() ==
        Texts{"tombstone", "bare row"});
  CHECK(read(gone + "\n" + bare + "\n" + error + "\n").sorts() ==
        Texts{"tombstone", "bare row", "server error"});
}

TEST_CASE("a body that is cut short is a problem, what it held is read") {
  const std::string start = "{\"total_rows\":2,\"rows\":[\r\n" + row(one);
  const Texts problem{"the rows are not closed: cut short?"};
  for (const std::string& rest :
       {std::string(), std::string(",\r\n"), std::string("\r\n]"),
        "\n\n" + error + "\n", "," + row(two).substr(0, 60)}) {
    CAPTURE(rest);
    const Reading reading = read(start + rest);
    CHECK(reading.bytes()[0] == one);
    CHECK(reading.reasons() == problem);
  }
  CHECK(read(start + "\n\n" + error + "\n").sorts() ==
        Texts{"document", "server error"});
}

TEST_CASE("files of couchbackup") {
  const std::string metadata =
      R"({"name":"@cloudant/couchbackup","version":"2.11.13","mode":"full"})";
  const std::string lines = "[" + one + "," + two + "]\n\n[" + three + "]\n";
  CHECK(read(metadata + "\n" + lines).bytes() == all);
  CHECK(read(lines).bytes() == all);
  CHECK(read(metadata + "\n" + lines + marker + "\n[" + one + "]\n").bytes() ==
        Texts{one, two, three, one});
  for (const std::string cut : {",{\"b\"", ",{\"b\":\"xy", ",{\"b\":[{\"c\":1}",
                                ",{\"b\":{\"c\":1},"}) {
    CAPTURE(cut);
    const Reading glued =
        read(metadata + "\n[" + one + cut + marker + "\n" + lines);
    CHECK(glued.sorts() ==
          Texts{"document", "fragment", "document", "document", "document"});
    CHECK(glued.bytes()[1] == cut.substr(1));
    CHECK(glued.problems.empty());
  }
  CHECK(read("[" + one + "," + marker + "\n" + lines).bytes() ==
        Texts{one, one, two, three});
  CHECK(read("[" + one + marker + "\n" + lines).bytes() ==
        Texts{one, one, two, three});
}

TEST_CASE("documents over the limit are passed over") {
  const std::string large = "{\"a\":\"" + std::string(20000, 'x') + "\"}";
  const std::string tall =
      "{\n" + std::string(3000, ' ') + "\n" + large.substr(1);
  const auto check = [](const std::string& text, const Texts& sorts,
                        std::size_t size) {
    CAPTURE(text.substr(0, 60));
    const Reading reading = read(text, 10000);
    CHECK(reading.sorts() == sorts);
    for (const auto& seen : reading.documents) {
      if (seen.sort != Blob::Sort::oversized) continue;
      CHECK(seen.size == size);
      CHECK(seen.bytes.empty());
    }
    CHECK(reading.documents.back().bytes == two);
    return reading;
  };
  const Texts between{"document", "oversized", "document"};
  for (const std::string& text : {large, tall}) {
    const std::size_t size = text.size();
    const Reading lines =
        check(one + "\n" + text + "\n" + two + "\n", between, size);
    CHECK(lines.places()[1] == "2@" + std::to_string(one.size() + 1));
    check("[" + one + "," + text + "," + two + "]", between, size);
    check("[" + one + "," + text + ",\n" + two + "]\n", between, size);
    check(one + text + two, between, size);
    check(
        "{\"rows\":[" + row(one) + ",\n" + row(text) + ",\n" + row(two) + "]}",
        between, row(text).size());
    check("{\"trunklift_reject\":{}}\n" + one +
              "\n{\"trunklift_reject\":{}}\n" + text +
              "\n{\"trunklift_reject\":{}}\n" + two + "\n",
          between, size);
  }
  check(std::string(20000, 'y') + "\n" + two, {"oversized", "document"}, 20000);
  check(large.substr(0, 15000) + "\n" + one + "\n" + two,
        {"oversized", "document", "document"}, 15001);
  CHECK(read(large, large.size()).bytes() == Texts{large});
}

TEST_CASE("text that is not UTF-8 is a problem of the input") {
  const auto wide = [](const std::string& text, std::size_t before,
                       std::size_t after) {
    std::string out;
    for (const char c : text) {
      out += std::string(before, '\0') + c + std::string(after, '\0');
    }
    return out;
  };
  const Texts of_16{
      "it is UTF-16, not UTF-8 (iconv -f UTF-16 -t UTF-8 converts it)"};
  const Texts of_32{
      "it is UTF-32, not UTF-8 (iconv -f UTF-32 -t UTF-8 converts it)"};
  const Texts of_none{"it is no text, let alone JSON"};
  const auto expect = [](const std::string& text, const Texts& reasons) {
    const Reading reading = read(text);
    CHECK(reading.documents.empty());
    CHECK(reading.reasons() == reasons);
  };
  expect("\xFF\xFE" + wide(one, 0, 1), of_16);
  expect("\xFE\xFF" + wide(one, 1, 0), of_16);
  expect(wide(one, 0, 1), of_16);
  expect(wide("[" + one, 1, 0), of_16);
  expect(std::string("\xFF\xFE\0\0", 4) + wide(one, 0, 3), of_32);
  expect(wide(one, 3, 0), of_32);
  expect(std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) + "\n{\"a\":1}\n",
         of_none);
  // A NUL in a document costs that document only.
  CHECK(
      read(std::string("{\"a\":\"\0\"}\n", 10) + one + "\n").documents.size() ==
      2);
}

TEST_CASE("small inputs share a batch, and keep their names and accounts") {
  const Texts texts{one, "", "[" + two + "]", pretty, three + "\n" + one};
  for (const std::size_t block : blocks) {
    CAPTURE(block);
    const Reading reading =
        test::read_texts(texts, {block, no_limit}, {"a", "", "b", "b"});
    CHECK(reading.bytes() == Texts{one, two, pretty, three, one});
    CHECK(reading.places() == Texts{"1@0", "1@1", "1@0", "1@0",
                                    "2@" + std::to_string(three.size() + 1)});
    Texts inputs, accounts;
    for (const auto& seen : reading.documents) {
      inputs.push_back(std::to_string(seen.input));
      accounts.push_back(seen.account);
    }
    CHECK(inputs == Texts{"0", "2", "3", "4", "4"});
    CHECK(accounts == Texts{"a", "b", "b", "", ""});
    if (block > 4096) CHECK(reading.batches == 1);
  }
}

}  // namespace
}  // namespace trunklift
