// Unified diffs, beside those of diff itself.
#include "base/line_diff.h"

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <random>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

std::string diff(std::string_view before, std::string_view after) {
  return unified_diff(before, after, "a", "b");
}

TEST_CASE("equal texts have no diff") {
  CHECK(diff("", "").empty());
  CHECK(diff("x\ny\n", "x\ny\n").empty());
}

TEST_CASE("a diff has hunks with three lines around them") {
  CHECK(diff("", "x\n") == "--- a\n+++ b\n@@ -0,0 +1,1 @@\n+x\n");
  CHECK(diff("x\n", "") == "--- a\n+++ b\n@@ -1,1 +0,0 @@\n-x\n");
  CHECK(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") ==
        "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST_CASE("hunks whose contexts touch are one") {
  std::string before, near, far;
  for (int i = 1; i <= 12; ++i) {
    before += std::to_string(i) + "\n";
    near += (i == 2 || i == 9 ? "x" : std::to_string(i)) + "\n";
    far += (i == 2 || i == 10 ? "x" : std::to_string(i)) + "\n";
  }
  const auto hunks = [](const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find("@@ -", at)) != std::string::npos;
         ++at) {
      ++count;
    }
    return count;
  };
  CHECK(hunks(diff(before, near)) == 1);
  CHECK(hunks(diff(before, far)) == 2);
}

// What patch makes of the first text.
std::string patched(const test::TempDir& dir, std::string_view before,
                    std::string_view text) {
  const std::string file = dir.write("text", before);
  const std::string patch = dir.write("patch", text);
  const std::string command =
      "patch -s -o - " + file + " " + patch + " 2>/dev/null";
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> part;
  for (std::size_t size = 0;
       (size = std::fread(part.data(), 1, part.size(), pipe)) > 0;) {
    out.append(part.data(), size);
  }
  CHECK(pclose(pipe) == 0);
  return out;
}

TEST_CASE("patch makes the second text of the first") {
  const test::TempDir dir;
  std::mt19937 random(7);
  for (int turn = 0; turn < 40; ++turn) {
    std::string before = "first\n", after = "first\n";
    for (int line = 0; line < 60; ++line) {
      const std::string text = std::to_string(random() % 5) + "\n";
      const auto fate = random() % 10;
      if (fate != 0) before += text;
      if (fate != 1) after += fate == 2 ? "new\n" + text : text;
    }
    const std::string text = diff(before, after);
    if (!text.empty()) CHECK(patched(dir, before, text) == after);
  }
}

TEST_CASE("texts that have little in common are replaced") {
  std::string before, after;
  for (int i = 0; i < 1500; ++i) {
    before += "a" + std::to_string(i) + "\n";
    after += "b" + std::to_string(i) + "\n";
  }
  const std::string text = diff(before, after);
  CHECK(text.starts_with("--- a\n+++ b\n@@ -1,1500 +1,1500 @@\n-a0\n"));
}

}  // namespace
}  // namespace trunklift
