// Whole runs: order, cuts, threads, versions, balance, rejects, rebuilding.
#include "pipeline/run.h"

#include <catch2/catch.hpp>

#include <random>
#include <set>

#include "support.h"

namespace trunklift {
namespace {

using test::contents;
using test::document;
using test::joined;
using test::Outcome;
using test::run_files;
using test::run_text;
using test::same_json;
using test::sorted_findings;
using test::TempDir;

std::string numbers(std::string_view id, std::string_view revision,
                    std::string_view more = "") {
  return document(R"(,"servers":[{"auth":{"auth_method":"ip",)"
                  R"("ip":"192.0.2.1"},"options":{)" +
                      std::string(more) + R"(},"DIDs":{"+1":{}}}])",
                  id, revision);
}

std::string deleted(std::string_view id, std::string_view revision) {
  return document(R"(,"pvt_deleted":true,"servers":[])", id, revision);
}

// Small lines with something of every kind, without conflicts of revisions.
std::vector<std::string> mixed_lines() {
  const std::string& a = test::account;
  return {
      R"({"_id":")" + a + R"(","_rev":"1-a","pvt_type":"account",)" +
          R"("pvt_account_id":")" + a + R"(","realm":"old.example.com"})",
      R"({"_id":")" + a + R"(","_rev":"2-a","pvt_type":"account",)" +
          R"("pvt_account_id":")" + a +
          R"(","name":"N","realm":"new.example.com"})",
      R"({"_id":"limits","pvt_type":"limits","pvt_account_id":")" + a +
          R"(","twoway_trunks":9,"inbound_trunks":1})",
      R"({"_id":"+1","pvt_type":"number","pvt_assigned_to":")" + a +
          R"(","failover":{"e164":"+2"}})",
      numbers("ts1", "1-a"),
      numbers("ts1", "2-a", R"("timeout":"21")"),
      numbers("ts2", "1-a"),
      deleted("ts3", "2-a"),
      numbers("ts3", "1-a"),
      numbers("ts4", "2-a"),
      deleted("ts4", "1-a"),
      numbers("ts5", "1-a", R"("timeout":[])"),
      document(R"(,"servers":[{"auth":null}])", "ts6"),
      R"({"_id":"d","pvt_type":"device"})",
      "}broken",
      "7",
  };
}

std::vector<std::string> cut(const TempDir& dir,
                             const std::vector<std::string>& lines,
                             std::size_t parts) {
  std::vector<std::string> files;
  for (std::size_t i = 0; i < parts; ++i) {
    std::string text;
    for (std::size_t n = i; n < lines.size(); n += parts) {
      text += lines[n] + "\n";
    }
    files.push_back(dir.write("part" + std::to_string(i), text));
  }
  return files;
}

// What is in one sorted list only.
std::vector<std::string> difference(const std::vector<std::string>& a,
                                    const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(),
                                std::back_inserter(out));
  return out;
}

void check_independent_of_order(std::vector<std::string> lines, int rounds) {
  const TempDir dir;
  const Outcome first =
      run_files({dir.write("all", joined(lines))}, "sqlite:" + (dir / "0.db"));
  CHECK(first.summary.balanced);
  const auto findings = sorted_findings(first);
  const auto rows = contents(dir / "0.db");
  std::mt19937 random(7);
  for (int round = 1; round <= rounds; ++round) {
    std::shuffle(lines.begin(), lines.end(), random);
    const std::string db = dir / (std::to_string(round) + ".db");
    const Outcome other =
        run_files(cut(dir, lines, 7), "sqlite:" + db, round % 2 ? 2 : 1);
    CHECK(other.balance() == first.balance());
    CHECK(difference(sorted_findings(other), findings).empty());
    CHECK(difference(contents(db), rows).empty());
  }
}

TEST_CASE("findings and rows do not depend on order, cuts or threads") {
  check_independent_of_order(mixed_lines(), 12);
}

TEST_CASE("nor do those of all cases") {
  check_independent_of_order(test::case_lines(), 2);
}

TEST_CASE("the same input gives the same bytes with one thread and with two") {
  const TempDir dir;
  std::vector<std::string> lines = test::case_lines();
  if (lines.empty()) lines = mixed_lines();
  std::string text;
  while (text.size() < 3 * ReaderOptions{}.block) text += joined(lines);
  const std::string file = dir.write("in", text);
  const Outcome one = run_files({file}, {}, 1), two = run_files({file}, {}, 2);
  CHECK((one.findings == two.findings));
  CHECK((one.rejects == two.rejects));
  CHECK(one.balance() == two.balance());
}

TEST_CASE("the balance counts every document once") {
  const Outcome outcome = run_text(joined(mixed_lines()));
  CHECK(outcome.balance() ==
        "read 16 loaded 4 superseded 3 rejected 3 skipped 6");
  CHECK(outcome.summary.balanced);
}

// The trunks, and the ledger's word on each document.
std::vector<std::string> state(const std::vector<std::string>& lines) {
  const TempDir dir;
  run_text(joined(lines), "sqlite:" + (dir / "t.db"));
  auto out = test::query(dir / "t.db",
                         "SELECT legacy_document_id, legacy_revision FROM "
                         "trunk ORDER BY 1");
  for (const auto& row :
       test::query(dir / "t.db",
                   "SELECT document_id, revision, outcome FROM legacy_document "
                   "ORDER BY 1")) {
    out.push_back(row);
  }
  for (const auto& row :
       test::query(dir / "t.db",
                   "SELECT outcome, document FROM unconverted_document "
                   "ORDER BY 1, 2")) {
    out.push_back(row.substr(0, 20));
  }
  return out;
}

void check_versions(std::vector<std::string> lines,
                    const std::vector<std::string>& expected) {
  std::sort(lines.begin(), lines.end());
  do {
    CHECK(state(lines) == expected);
  } while (std::next_permutation(lines.begin(), lines.end()));
}

TEST_CASE("of several versions one counts") {
  check_versions({numbers("t", "1-a"), numbers("t", "10-a"),
                  numbers("t", "9-b"), numbers("t", "9-a")},
                 {"t|10-a", "t|10-a|loaded"});
}

TEST_CASE("a deleted version beats older ones, and leaves no record") {
  check_versions(
      {numbers("t", "1-a"), deleted("t", "3-a"), numbers("t", "2-a")},
      {"t|3-a|deleted", "deleted|" + deleted("t", "3-a").substr(0, 12)});
}

TEST_CASE("a version after a deleted one counts, and leaves no trace of it") {
  check_versions({numbers("t", "3-a"), deleted("t", "2-a")},
                 {"t|3-a", "t|3-a|loaded"});
}

TEST_CASE("of several deleted versions one is kept") {
  check_versions(
      {deleted("t", "2-a"), deleted("t", "3-a")},
      {"t|3-a|deleted", "deleted|" + deleted("t", "3-a").substr(0, 12)});
}

TEST_CASE("of context documents the last version counts, also if it is empty") {
  const std::string head = R"({"_id":"+1","pvt_type":"number","_rev":")";
  const std::string tail = R"(","pvt_account_id":")" + test::account + '"';
  std::vector<std::string> lines = {
      numbers("t", "1-a"),
      head + "1-a" + tail + R"(,"failover":{"e164":"+2"}})",
      head + "2-a" + tail + "}"};
  std::sort(lines.begin(), lines.end());
  do {
    const TempDir dir;
    run_text(joined(lines), "sqlite:" + (dir / "t.db"));
    CHECK(test::query(dir / "t.db", "SELECT * FROM legacy_number").empty());
    CHECK(test::query(dir / "t.db",
                      "SELECT number_failover_number FROM phone_number") ==
          std::vector<std::string>{"null"});
  } while (std::next_permutation(lines.begin(), lines.end()));
}

TEST_CASE("a deleted account says nothing, whatever the order") {
  const std::string head = R"({"_id":"a","pvt_type":"account","_rev":")";
  const std::string tail = R"(","pvt_account_id":")" + test::account +
                           R"(","realm":"other.example.com")";
  const std::string alive = head + "1-a" + tail + "}";
  const std::string dead = head + "2-a" + tail + R"(,"pvt_deleted":true})";
  const auto findings = [](const std::vector<std::string>& lines) {
    return sorted_findings(run_text(joined(lines)));
  };
  const std::string trunk = numbers("t", "1-a");
  CHECK(findings({trunk, alive, dead}) == findings({dead, alive, trunk}));
  CHECK(findings({trunk, alive, dead}) == findings({trunk}));
  CHECK(findings({trunk, alive}) != findings({trunk}));
}

TEST_CASE("the rejects file is an input that gives the same rejects") {
  const TempDir dir;
  std::vector<std::string> lines = test::case_lines();
  for (const std::string& line : mixed_lines()) lines.push_back(line);
  std::string text = joined(lines);
  const std::string pretty =
      "{\n \"pvt_type\": \"sys_info\",\n \"servers\": 7\n}";
  const Outcome first = run_files({dir.write("in", text),
                                   dir.write("pretty", pretty + "\n" + pretty),
                                   dir.write("crlf", "{]\r\n{\"a\":1}\r\n")});
  REQUIRE(first.count("rejected") > 3);
  const Outcome second = run_files({dir.write("rejects", first.rejects)});
  CHECK(second.count("read") == first.count("rejected"));
  CHECK(second.count("rejected") == first.count("rejected"));
  const auto bytes = [](const std::string& rejects) {
    std::string out;
    for (const std::string& line : test::lines_in(rejects)) {
      if (!line.starts_with(R"({"trunklift_reject":)")) out += line + "\n";
    }
    return out;
  };
  CHECK((bytes(second.rejects) == bytes(first.rejects)));
  CHECK(first.rejects.find(pretty) != std::string::npos);
  const Outcome third = run_files({dir.write("again", second.rejects)});
  CHECK((bytes(third.rejects) == bytes(first.rejects)));
}

TEST_CASE("a reject says where it came from and why") {
  const Outcome outcome =
      run_text("\n" +
               document(R"(,"servers":[{"server_name":"S","auth":{)"
                        R"("auth_method":"ip","ip":"192,168.0.1"},)"
                        R"("options":{}}])") +
               "\n");
  const auto lines = test::lines_in(outcome.rejects);
  REQUIRE(lines.size() == 2);
  const test::Json note(lines[0]);
  const Value* reject = note->find("trunklift_reject");
  CHECK(reject->find("line")->integer == 2);
  CHECK(reject->find("offset")->integer == 1);
  CHECK(reject->find("account_id")->string() == test::account);
  CHECK(reject->find("document_id")->string() == "ts1");
  CHECK(reject->find("stage")->string() == "bind");
  const Value* reasons = reject->find("reasons");
  REQUIRE(reasons->size == 1);
  CHECK(
      to_json(reasons->items[0]) ==
      R"({"rule":"TL0206","slug":"address-malformed","severity":"error",)"
      R"("pointer":"/servers/0/auth/ip","message":"expected an IP address, )"
      R"(found text of 11 characters that is neither that nor a host name"})");
  CHECK(lines[1].starts_with(R"({"_id":"ts1")"));
}

// Everything the target holds, rebuilt.
std::vector<std::string> rebuilt(const std::string& path) {
  std::vector<std::string> out;
  read_sqlite(path, {[&](const StoredDocument& stored) {
                       out.push_back(rebuild(stored));
                     },
                     [&](std::string_view bytes) { out.emplace_back(bytes); }});
  return out;
}

void check_round_trip(const std::vector<std::string>& documents) {
  const TempDir dir;
  int number = 0;
  for (const std::string& text : documents) {
    CAPTURE(text.substr(0, 1500));
    const std::string db = dir / (std::to_string(number++) + ".db");
    run_text(text, "sqlite:" + db);
    const auto back = rebuilt(db);
    REQUIRE(back.size() == 1);
    INFO(back[0]);
    CHECK(same_json(back[0], text));
  }
}

TEST_CASE("every case document comes back from the database") {
  const TempDir dir;
  for (const std::string kind : {"crafted", "random"}) {
    // Each document under an account of its own, so that none replaces another.
    std::map<std::string, std::string> expected;
    std::string dump;
    for (const test::Case& item : test::cases(kind)) {
      for (const std::string& text : item.documents) {
        const std::string name = std::to_string(expected.size());
        expected[name] =
            test::with_members(*test::Json(text), {{"pvt_account_id", name}});
        dump += expected[name] + "\n";
      }
    }
    const Outcome outcome = run_text(dump, "sqlite:" + (dir / kind));
    std::size_t found = 0;
    for (const std::string& text : rebuilt(dir / kind)) {
      const test::Json json(text);
      const std::string name(json->find("pvt_account_id")->string());
      CAPTURE(name, text, expected[name]);
      CHECK(same_json(text, expected[name]));
      if (kind_name_of(*json) == "sys_info") ++found;
    }
    // Others are kept if they were rejected, and counted by their kinds.
    for (const auto& [name, count] : outcome.summary.kinds) {
      if (name != "sys_info") found += count;
    }
    CHECK(found == expected.size());
    CHECK(outcome.count("read") == expected.size());
  }
}

TEST_CASE("odd documents come back, too") {
  check_round_trip({
      document(R"(,"servers":[],"name":"a\u0000b\ud83d\ude00")"),
      document(R"(,"servers":[],"id":"other","name":null)"),
      R"({"_id":"","_rev":"","pvt_account_id":"a","pvt_type":"sys_info",)"
      R"("servers":[],"account":{}})",
      R"({"id":"p","pvt_account_id":"a","servers":[],"account":{}})",
      R"({"pvt_account_id":"a","servers":[],"account":{"trunks":0}})",
      document(R"(,"servers":[],"x":[1.0,1e400,-0.0,12345678901234567890])"),
      document(R"(,"servers":{},"account":{"auth_realm":"r","trunks":"0"})"),
      test::one_server(R"("caller_id":{"cid_name":"","x":1})"),
      test::one_server(R"("failover":{"e164":"","x":{}},"flags":[])",
                       R"(,"DIDs":{"4155550101":{"failover":{"sip":""}}})"),
      test::one_server("", R"(,"server_name":"","enabled":[],"codecs":[])"),
      test::one_server(R"("enabled":true)", R"(,"enabled":"0")"),
  });
}

TEST_CASE("an id that looks like a derived one comes back") {
  check_round_trip({document(R"(,"servers":[])", "unnamed-x")});
}

TEST_CASE("a negative zero comes back") {
  check_round_trip({document(R"(,"servers":[],"x":-0)")});
}

TEST_CASE("the live claims are those that the platform answers") {
  for (const std::string kind : {"crafted", "random"}) {
    std::map<std::string, std::string> routes;
    for (const auto& line : test::platform_lines(kind + "/routing.ndjson")) {
      routes[std::string(test::Json(line)->find("id")->string())] = line;
    }
    const TempDir dir;
    std::string dump;
    for (const test::Case& item : test::cases(kind)) {
      dump += joined(item.documents);
    }
    run_text(dump, "sqlite:" + (dir / "t.db"));
    std::map<std::string, std::string> live;  // "account number" -> user
    for (const auto& row : test::query(
             dir / "t.db",
             "SELECT p.account_id || ' ' || p.number || '=' || "
             "coalesce(d.username, '') FROM phone_number p JOIN device d ON "
             "d.id = p.device_id WHERE p.live AND p.claim_rank < 1000000")) {
      live[row.substr(0, row.find('='))] = row.substr(row.find('=') + 1);
    }
    // Where the platform saw a document that was rejected, it may differ.
    std::set<std::string> partial;
    for (const auto& row : test::query(dir / "t.db",
                                       "SELECT account_id FROM "
                                       "unconverted_document")) {
      partial.insert(row);
    }
    for (const test::Case& item : test::cases(kind)) {
      if (partial.contains(item.account_id) || item.documents.size() > 5) {
        continue;
      }
      const test::Json route(routes[item.id]);
      for (const Member& number : members(*route->find("inbound"))) {
        const Value* endpoint = number.value.find("endpoint");
        const Value* user = endpoint ? endpoint->find("To-User") : nullptr;
        if (!user) continue;
        const auto ours =
            live.find(item.account_id + " " + std::string(number.key));
        if (ours == live.end()) continue;  // dialled in another form
        CAPTURE(item.id, number.key);
        CHECK(ours->second == user->string());
      }
    }
  }
}

TEST_CASE("findings across documents name who answers") {
  const std::string a = document(
      R"(,"servers":[{"auth":{"auth_method":"password","auth_user":"z",)"
      R"("auth_password":"s3cretpw"},"options":{},"DIDs":{"+1":{}}},)"
      R"({"auth":{"auth_method":"password","auth_user":"a",)"
      R"("auth_password":"s3cretpw"},"options":{},"DIDs":{"+1":{}}}])");
  const Outcome outcome = run_text(a);
  bool found = false;
  for (const std::string& text : outcome.findings) {
    const test::Json finding(text);
    if (finding->find("rule")->string() != "TL0301") continue;
    found = true;
    CHECK(finding->find("pointer")->string() == "/servers/0/DIDs/+1");
    CHECK(finding->find("message")->string() ==
          "the claim of document ts1 (/servers/1/DIDs/+1) answers the calls");
  }
  CHECK(found);
}

}  // namespace
}  // namespace trunklift
