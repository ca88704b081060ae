// Batches on several threads: the order in which results are handed over.
#include "pipeline/pipeline.h"

#include <catch2/catch.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "../source/support.h"

namespace trunklift {
namespace {

// A worker that does what lines tell it, and puts them together.
struct Lines {
  void process(const Batch& batch, std::string& out, Turn* turn) {
    out.clear();
    cut(batch, [&](const Blob& blob) {
      if (blob.bytes == "{\"wait\":1}") turn->await();
      if (blob.bytes == "{\"fail\":1}") throw std::runtime_error("line");
      out += blob.bytes;
      if (blob.bytes != "{\"part\":1}") return;
      turn->hand_over();
      out.clear();
    });
  }
};

struct Taken {
  std::string text;
  std::size_t parts = 0, batches = 0;
};

Taken taken(const std::string& text, unsigned threads,
            std::size_t fail_at = 0) {
  InputNames names;
  bool opened = false;
  Reader reader(
      [&]() -> std::optional<OpenInput> {
        if (std::exchange(opened, true)) return {};
        return OpenInput{names.add({"in", ""}),
                         std::make_unique<test::MemoryStream>(text)};
      },
      names, {.documents = 3});
  Taken out;
  run_pipeline<std::string>(
      [&] { return reader.next(); }, threads,
      [] { return std::make_unique<Lines>(); },
      [&](const Batch& batch, const std::string& made, bool last) {
        CHECK(batch.index == out.batches);
        out.text += made;
        ++out.parts;
        out.batches += last;
        if (out.parts == fail_at) throw std::runtime_error("taken");
      },
      [] { return false; });
  return out;
}

// Lines of every kind, and `last`.
std::string mixed(std::size_t count, const std::string& last = "{\"e\":1}") {
  const std::string kinds[] = {"{\"part\":1}", "{}", "{\"wait\":1}",
                               "{\"a\":[1]}"};
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += kinds[i * i % 7 % 4] + '\n';
  return out + last + '\n';
}

std::string joined(std::string text) {
  std::erase(text, '\n');
  return text;
}

}  // namespace

TEST_CASE("parts are handed over in the order of the input") {
  const std::string text = mixed(4000);
  for (const unsigned threads : {1U, 2U, 8U}) {
    INFO(threads);
    const Taken out = taken(text, threads);
    CHECK(out.text == joined(text));
    CHECK(out.batches == (4001 + 2) / 3);
    CHECK(out.parts > out.batches);
  }
}

TEST_CASE("what fails ends all threads that wait") {
  for (const unsigned threads : {1U, 2U, 8U}) {
    INFO(threads);
    CHECK_THROWS_WITH(taken(mixed(500, "{\"fail\":1}"), threads), "line");
    CHECK_THROWS_WITH(taken(mixed(500), threads, 100), "taken");
  }
}

}  // namespace trunklift
