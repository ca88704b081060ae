// Targets that are directories: CSV and JSON lines.
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::document;
using test::run_text;
using test::TempDir;

const std::string text = document(
    R"(,"name":"a \"b\", c\nd","account":{"auth_realm":"","trunks":2},)"
    R"("servers":[{"server_name":"P","auth":{"auth_method":"ip",)"
    R"("ip":"192.0.2.1"},"options":{"enabled":false,"codecs":["PCMU"],)"
    R"("timeout":7}}])");

TEST_CASE("CSV quotes what it must, and tells null from empty") {
  const TempDir dir;
  run_text(text, "csv:" + (dir / "out"));
  const std::string trunks = test::read_file(dir / "out/trunk.csv");
  CHECK(trunks.starts_with(
      "account_id,id,name,realm,twoway_trunks,inbound_trunks,"));
  CHECK(trunks.find(",\"a \"\"b\"\", c\nd\",\"\",2,,,,,,ts1,1-a,,,\"{") !=
        std::string::npos);
  CHECK(trunks.ends_with("\"\r\n"));
  const std::string devices = test::read_file(dir / "out/device.csv");
  CHECK(devices.find(",0,P,false,ip,,,192.0.2.1,,,npan,bypass,,7,,,,,,"
                     "\"[\"\"PCMU\"\"]\",") != std::string::npos);
  CHECK(test::read_file(dir / "out/phone_number.csv").ends_with("extra\r\n"));
}

TEST_CASE("no cell of CSV is a formula, and all can be read back") {
  const TempDir dir;
  const std::string names[] = {
      "=1+1", "+14155550100", "-5",   "-x",    "@SUM",     "'=1",
      "''+a", "'quoted'",     "=a,b", "\\t=x", "+1 415 x", "=\\\"q\\\""};
  std::string dump;
  std::size_t number = 0;
  for (const std::string& name : names) {
    dump += document(R"(,"servers":[],"name":")" + name + '"',
                     std::to_string(number++)) +
            '\n';
  }
  run_text(dump, "csv:" + (dir / "out"));
  const std::string trunks = test::read_file(dir / "out/trunk.csv");
  for (const auto* cell :
       {"'=1+1", "+14155550100", "-5", "'-x", "'@SUM", "''=1", "'''+a",
        "'quoted'", "\"'=a,b\"", "'\t=x", "'+1 415 x", "\"'=\"\"q\"\"\""}) {
    INFO(cell);
    CHECK(trunks.find(',' + std::string(cell) + ',') != std::string::npos);
  }
}

TEST_CASE("JSON lines keep types, and JSON columns are JSON") {
  const TempDir dir;
  run_text(text, "jsonl:" + (dir / "out"));
  const auto lines = test::lines_in(test::read_file(dir / "out/device.jsonl"));
  REQUIRE(lines.size() == 1);
  const test::Json row(lines[0]);
  CHECK(row->size == table(TableId::device).columns.size());
  CHECK(to_json(*row->find("enabled")) == "false");
  CHECK(to_json(*row->find("position")) == "0");
  CHECK(to_json(*row->find("timeout")) == "7");
  CHECK(to_json(*row->find("port")) == "null");
  CHECK(to_json(*row->find("codecs")) == R"(["PCMU"])");
  CHECK(to_json(*row->find("name")) == R"("P")");
  const test::Json trunk(
      test::lines_in(test::read_file(dir / "out/trunk.jsonl")).at(0));
  CHECK(trunk->find("name")->string() == "a \"b\", c\nd");
  CHECK(to_json(*trunk->find("realm")) == R"("")");
  CHECK(test::read_file(dir / "out/phone_number.jsonl").empty());
}

TEST_CASE("every table is a private file, sorted by key") {
  const TempDir dir;
  run_text(document(R"(,"servers":[])", "b") + "\n" +
               document(R"(,"servers":[])", "a"),
           "jsonl:" + (dir / "one"));
  run_text(document(R"(,"servers":[])", "a") + "\n" +
               document(R"(,"servers":[])", "b"),
           "jsonl:" + (dir / "two"));
  for (const Table& table : all_tables()) {
    const std::string file = "/" + std::string(table.name) + ".jsonl";
    struct stat status {};
    REQUIRE(::stat((dir / "one" + file).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
  for (const char* same : {"/trunk.jsonl", "/account.jsonl", "/device.jsonl"}) {
    CHECK(test::read_file(dir / "one" + same) ==
          test::read_file(dir / "two" + same));
  }
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(dir / "one")) {
    CHECK(entry.path().extension() == ".jsonl");
    ++files;
  }
  CHECK(files == all_tables().size());
}

}  // namespace
}  // namespace trunklift
