// What the arguments of a command line name.
#include "source/inputs.h"

#include <catch2/catch.hpp>

#include <string>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

TEST_CASE("what has no known scheme is a file") {
  for (const char* argument :
       {"dump.json", "-", "a/b://c", "nosuchscheme://host/database", ""}) {
    CHECK(source_kind_of(argument).scheme.empty());
  }
  for (const SourceKind& kind : source_kinds()) {
    const std::string argument = std::string(kind.scheme) + "://x";
    CHECK(source_kind_of(argument).scheme == kind.scheme);
  }
}

TEST_CASE("inputs come one after the other, with what went wrong") {
  const test::TempDir dir;
  const std::string one = dir.write("one", "{\"a\":1}\n"),
                    two = dir.write("two", "{\"b\":2}\n{\"c\":3}\n"),
                    empty = dir.write("empty", "\n"), none = dir / "none",
                    pattern = dir / "*.gz";
  Inputs inputs({one, none, empty, two, pattern}, {}, {});
  std::string text;
  std::uint64_t batches = 0, end = 0;
  while (const auto batch = inputs.next()) {
    CHECK(batch->index == batches++);
    CHECK(batch->end_offset >= end);
    end = batch->end_offset;
    text += batch->bytes.view();
  }
  CHECK(text.find("{\"a\":1}") < text.find("{\"b\":2}"));
  CHECK(text.find("{\"c\":3}") != std::string::npos);
  CHECK(end == 25);
  CHECK(inputs.names().get(0).name == one);
  const SourceStatus status = inputs.status();
  REQUIRE(status.problems.size() == 1);
  CHECK(status.problems[0].name == none);
  CHECK(status.unmatched == std::vector<std::string>{pattern});
  CHECK(status.empty.count == 1);
  CHECK(status.empty.first == empty);
}

}  // namespace
}  // namespace trunklift
