// The SQLite target: second runs, updates, versions, derived columns.
#include <sqlite3.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "../pipeline/support.h"
#include "base/error.h"
#include "base/time.h"
#include "sink/sqlite/database.h"

namespace trunklift {
namespace {

using test::contents;
using test::document;
using test::joined;
using test::query;
using test::run_text;
using test::TempDir;
using Rows = std::vector<std::string>;

std::string trunk(std::string_view id, std::string_view revision,
                  std::string_view options = "",
                  std::string_view address = "192.0.2.1") {
  return document(R"(,"servers":[{"auth":{"auth_method":"ip","ip":")" +
                      std::string(address) + R"("},"options":{)" +
                      std::string(options) + R"(},"DIDs":{"+1":{}}}])",
                  id, revision);
}

std::string deleted(std::string_view id, std::string_view revision) {
  return document(R"(,"pvt_deleted":true,"servers":[])", id, revision);
}

std::string context(std::string_view kind, std::string_view id,
                    std::string_view body, std::string_view revision = "1-a") {
  return R"({"_id":")" + std::string(id) + R"(","_rev":")" +
         std::string(revision) + R"(","pvt_type":")" + std::string(kind) +
         R"(","pvt_account_id":")" + test::account + '"' + std::string(body) +
         "}";
}

class Target {
public:
  test::Outcome run(std::string_view text) const {
    return run_text(text, "sqlite:" + path());
  }
  std::string path() const { return dir_ / "t.db"; }
  Rows ask(const std::string& sql) const { return query(path(), sql); }

private:
  TempDir dir_;
};

TEST_CASE("a second run finds all unchanged and changes nothing") {
  const Target target;
  const std::string dump =
      joined({trunk("t1", "1-a"), trunk("t2", "1-a"), deleted("t3", "2-a"),
              context("account", test::account, R"(,"name":"N")"),
              context("number", "+1", R"(,"failover":{"e164":"+2"})"),
              "{\"broken\":", document(R"(,"servers":[{"auth":null}])", "t9")});
  CHECK(target.run(dump).balance() == "read 7 loaded 2 rejected 2 skipped 3");
  const Rows before = contents(target.path());
  CHECK(target.run(dump).balance() ==
        "read 7 unchanged 2 rejected 2 skipped 3");
  CHECK(contents(target.path()) == before);
  CHECK(target.ask("SELECT status, documents_read, documents_loaded, "
                   "documents_unchanged, documents_rejected, documents_skipped "
                   "FROM run ORDER BY rowid") ==
        Rows{"complete|7|2|0|2|3", "complete|7|0|2|2|3"});
}

TEST_CASE("so it is with all cases") {
  const Target target;
  const std::string dump = joined(test::case_lines());
  const auto first = target.run(dump);
  const Rows before = contents(target.path());
  const auto second = target.run(dump);
  CHECK(second.count("loaded") == 0);
  CHECK(second.count("unchanged") == first.count("loaded"));
  CHECK((contents(target.path()) == before));
}

TEST_CASE("a second run does not load what lost to a conflicting revision") {
  const std::string lower = trunk("t", "1-a", R"("timeout":1)");
  const std::string higher = trunk("t", "1-b", R"("timeout":2)");
  const Target target;
  target.run(joined({lower, higher}));
  const Rows before = contents(target.path());
  CHECK(target.run(joined({lower, higher})).balance() ==
        "read 2 unchanged 1 superseded 1");
  CHECK(contents(target.path()) == before);
}

TEST_CASE("an edited document updates its rows and no others") {
  const Target target;
  target.run(joined({trunk("t1", "1-a"), trunk("t2", "1-a")}));
  const Rows other =
      target.ask("SELECT * FROM legacy_document WHERE document_id = 't2'");
  CHECK(target
            .run(joined(
                {trunk("t1", "2-a", R"("timeout":9)"), trunk("t2", "1-a")}))
            .balance() == "read 2 loaded 1 unchanged 1");
  CHECK(target.ask("SELECT legacy_document_id, legacy_revision, timeout FROM "
                   "trunk t JOIN device d ON d.trunk_id = t.id ORDER BY 1") ==
        Rows{"t1|2-a|9", "t2|1-a|null"});
  CHECK(target.ask("SELECT * FROM legacy_document WHERE document_id = 't2'") ==
        other);
  // The same as if it had been loaded at once.
  const Target fresh;
  fresh.run(joined({trunk("t1", "2-a", R"("timeout":9)"), trunk("t2", "1-a")}));
  CHECK(contents(target.path()) == contents(fresh.path()));
}

TEST_CASE("a device that went takes its numbers along") {
  const Target target;
  target.run(trunk("t", "1-a", "", "192.0.2.1"));
  target.run(trunk("t", "2-a", "", "192.0.2.2"));
  CHECK(target.ask("SELECT ip FROM device") == Rows{"192.0.2.2"});
  CHECK(target.ask("SELECT count(*) FROM phone_number p JOIN device d ON "
                   "d.id = p.device_id") == Rows{"1"});
  CHECK(target.ask("SELECT count(*) FROM phone_number") == Rows{"1"});
}

TEST_CASE("an edit of the spelling only is kept for rebuilding") {
  const Target target;
  target.run(trunk("t", "1-a", R"("timeout":"21")"));
  const std::string edited = trunk("t", "2-a", R"("timeout":21)");
  target.run(edited);
  read_sqlite(target.path(),
              {[&](const StoredDocument& stored) {
                 CHECK(test::same_json(rebuild(stored), edited));
               },
               [](std::string_view) { FAIL("nothing was rejected"); }});
}

TEST_CASE("an older dump does not replace what is newer in the target") {
  const Target target;
  target.run(trunk("t", "3-a", R"("timeout":3)"));
  const Rows before = contents(target.path());
  CHECK(target.run(trunk("t", "2-z")).balance() == "read 1 superseded 1");
  CHECK(contents(target.path()) == before);
}

TEST_CASE("nor does an older deletion remove it") {
  const Target target;
  target.run(trunk("t", "3-a"));
  const Rows before = contents(target.path());
  target.run(deleted("t", "2-a"));
  CHECK(target.ask("SELECT legacy_revision FROM trunk") == Rows{"3-a"});
  CHECK(target.ask("SELECT outcome FROM legacy_document") == Rows{"loaded"});
}

TEST_CASE("a newer deletion removes records and is remembered") {
  const Target target;
  target.run(trunk("t", "1-a"));
  target.run(deleted("t", "2-a"));
  for (const char* name : {"trunk", "device", "phone_number", "account"}) {
    CHECK(target.ask("SELECT * FROM " + std::string(name)).empty());
  }
  CHECK(target.ask("SELECT revision, outcome FROM legacy_document") ==
        Rows{"2-a|deleted"});
  CHECK(target.ask("SELECT document FROM unconverted_document") ==
        Rows{deleted("t", "2-a")});
  CHECK(target.run(trunk("t", "1-a")).balance() == "read 1 superseded 1");
  CHECK(target.run(trunk("t", "3-a")).balance() == "read 1 loaded 1");
  CHECK(target.ask("SELECT revision, outcome FROM legacy_document") ==
        Rows{"3-a|loaded"});
}

TEST_CASE("one claim of a number is live: the lowest document's") {
  const Target target;
  target.run(
      joined({trunk("ts_b", "1-a"), trunk("ts_a", "1-a", "", "192.0.2.2")}));
  CHECK(target.ask("SELECT legacy_document_id, live FROM phone_number ORDER BY "
                   "1") == Rows{"ts_a|1", "ts_b|0"});
  // It is worked out anew when the winner goes.
  target.run(deleted("ts_a", "2-a"));
  CHECK(target.ask("SELECT legacy_document_id, live FROM phone_number") ==
        Rows{"ts_b|1"});
}

TEST_CASE("of many claims on many numbers one each is live") {
  const auto claims = [](std::string_view id, std::string_view numbers) {
    return document(R"(,"servers":[{"auth":{"auth_method":"ip","ip":)"
                    R"("192.0.2.1"},"options":{},"DIDs":)" +
                        std::string(numbers) + "}]",
                    id);
  };
  const Target target;
  target.run(joined({claims("ts_c", R"({"+1":{},"+2":{},"+3":{}})"),
                     claims("ts_b", R"({"+2":{},"+3":{}})"),
                     claims("ts_a", R"({"+3":{},"+4":{}})"),
                     context("number", "+3", R"(,"failover":{"e164":"+9"})")}));
  CHECK(target.ask("SELECT number, legacy_document_id, live, "
                   "number_failover_number FROM phone_number ORDER BY 1, 2") ==
        Rows{"+1|ts_c|1|null", "+2|ts_b|1|null", "+2|ts_c|0|null",
             "+3|ts_a|1|+9", "+3|ts_b|0|+9", "+3|ts_c|0|+9", "+4|ts_a|1|null"});
}

TEST_CASE("a dead claim of a lower document gives way") {
  const Target target;
  target.run(joined(
      {document(R"(,"servers":[{"auth":{"auth_method":"ip","ip":"192.0.2.1"},)"
                R"("options":{},"DIDs":{"4155550101":{}}}])",
                "ts_a"),
       document(R"(,"servers":[{"auth":{"auth_method":"ip","ip":"192.0.2.2"},)"
                R"("options":{},"DIDs":{"+14155550101":{}}}])",
                "ts_b")}));
  CHECK(target.ask("SELECT legacy_document_id, live FROM phone_number ORDER BY "
                   "1") == Rows{"ts_a|0", "ts_b|1"});
}

TEST_CASE("a number document's failover comes and goes with it") {
  const Target target;
  const std::string sql =
      "SELECT number_failover_number, number_failover_sip FROM phone_number";
  target.run(joined({trunk("t", "1-a"),
                     context("number", "+1", R"(,"failover":{"e164":"+2"})")}));
  CHECK(target.ask(sql) == Rows{"+2|null"});
  target.run(
      context("number", "+1", R"(,"failover":{"sip":"sip:a@b"})", "2-a"));
  CHECK(target.ask(sql) == Rows{"null|sip:a@b"});
  target.run(context("number", "+1", "", "3-a"));
  CHECK(target.ask(sql) == Rows{"null|null"});
  CHECK(target.ask("SELECT * FROM legacy_number").empty());
}

TEST_CASE("account rows come from context, or else from the trunks") {
  const std::string one = document(
      R"(,"account":{"auth_realm":"one.example","trunks":2,"inbound_trunks":7,)"
      R"("caller_id":{"cid_name":"One"}},"servers":[])",
      "ts1");
  const std::string two =
      document(R"(,"account":{"auth_realm":"two.example","trunks":5,)"
               R"("caller_id":{"cid_number":"+2"},)"
               R"("emergency_caller_id":{"cid_number":"+9"}},"servers":[])",
               "ts2");
  const std::string sql =
      "SELECT realm, name, twoway_trunks, inbound_trunks, caller_id_name, "
      "caller_id_number, emergency_caller_id_number FROM account";
  const Target target;
  target.run(joined({two, one}));
  CHECK(target.ask(sql) == Rows{"one.example|null|5|7|One|null|+9"});
  target.run(
      joined({context("account", test::account,
                      R"(,"name":"N","realm":"acc.example","caller_id":{)"
                      R"("external":{"number":"+3"}})"),
              context("limits", "limits", R"(,"twoway_trunks":1)")}));
  CHECK(target.ask(sql) == Rows{"acc.example|N|1|null|null|+3|+9"});
}

TEST_CASE("an account of one trunk has what that says") {
  const std::string only =
      document(R"(,"account":{"auth_realm":"one.example","trunks":2,)"
               R"("caller_id":{"cid_number":"+2"}},"servers":[])",
               "ts1");
  const std::string sql =
      "SELECT realm, name, twoway_trunks, inbound_trunks, caller_id_name, "
      "caller_id_number, emergency_caller_id_number FROM account";
  const Target target;
  target.run(only);
  CHECK(target.ask(sql) == Rows{"one.example|null|2|null|null|+2|null"});
  target.run(context("account", test::account,
                     R"(,"name":"N","caller_id":{"external":{"name":"A"},)"
                     R"("emergency":{"number":"+8"}})"));
  CHECK(target.ask(sql) == Rows{"one.example|N|2|null|A|null|+8"});
}

TEST_CASE("what is bound again is what is written") {
  sqlite::Database database("", false);
  database.execute("CREATE TABLE t (a, b)");
  sqlite::Statement insert(database, "INSERT INTO t VALUES (?, ?)");
  std::string text = "one";
  const auto write = [&](const Cell& a) {
    insert.bind(0, a).bind(1, std::string_view(text)).run();
  };
  write({});
  text[0] = 'O';  // another text in the same place
  write({});
  write(Cell::of(std::int64_t{0}));
  write(Cell::of(std::string_view()));
  write({});
  for (const bool truth : {true, true, false}) write(Cell::truth(truth));
  write(Cell::time(gregorian_unix_offset));
  write(Cell::time(gregorian_unix_offset + 1));
  write(Cell::id({0, 0, 1}));
  write(Cell::id({0, 0, 1}));
  write(Cell::id({0, 0, 2}));
  sqlite::Statement rows(database, "SELECT quote(a), b FROM t ORDER BY rowid");
  Rows found;
  while (rows.step()) {
    found.push_back(std::string(rows.text(0)) + ' ' +
                    std::string(rows.text(1)));
  }
  CHECK(found == Rows{"NULL one", "NULL One", "0 One", "'' One", "NULL One",
                      "1 One", "1 One", "0 One", "'1970-01-01T00:00:00Z' One",
                      "'1970-01-01T00:00:01Z' One",
                      "'00000100-0000-0000-0000-000000000000' One",
                      "'00000100-0000-0000-0000-000000000000' One",
                      "'00000200-0000-0000-0000-000000000000' One"});
}

TEST_CASE("the file is private") {
  const Target target;
  target.run("");
  struct stat status {};
  REQUIRE(::stat(target.path().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("what is not ours is refused and left alone") {
  const TempDir dir;
  const auto refused = [&](const std::string& path) {
    try {
      run_text(trunk("t", "1-a"), "sqlite:" + path);
    } catch (const Error& error) {
      return error.code() == Exit::target;
    }
    return false;
  };
  sqlite3* other = nullptr;
  sqlite3_open((dir / "other.db").c_str(), &other);
  sqlite3_exec(other, "CREATE TABLE t(x); INSERT INTO t VALUES(1)", nullptr,
               nullptr, nullptr);
  sqlite3_close(other);
  const std::string bytes = test::read_file(dir / "other.db");
  CHECK(refused(dir / "other.db"));
  CHECK(test::read_file(dir / "other.db") == bytes);
  const std::string text = dir.write("text.db", std::string(5000, 'x'));
  CHECK(refused(text));
  CHECK(test::read_file(text) == std::string(5000, 'x'));
  CHECK(refused(dir / "absent/t.db"));

  run_text(trunk("t", "1-a"), "sqlite:" + (dir / "later.db"));
  sqlite3_open((dir / "later.db").c_str(), &other);
  sqlite3_exec(other, "PRAGMA user_version=99", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  CHECK(refused(dir / "later.db"));
}

TEST_CASE("a target whose indexes were cut short gets the others") {
  const Target target;
  const std::string dump = joined({trunk("t1", "1-a"), trunk("t2", "1-a")});
  target.run(dump);
  const std::string count =
      "SELECT count(*) FROM sqlite_master WHERE type = 'index'";
  const Rows all = target.ask(count);
  sqlite::Database(target.path(), false)
      .execute("DROP INDEX legacy_number_key; DROP INDEX run_key");
  CHECK(target.run(dump).balance() == "read 2 unchanged 2");
  CHECK(target.ask(count) == all);
}

TEST_CASE("a run that is abandoned leaves whole transactions only") {
  const TempDir dir;
  const std::string path = dir / "t.db";
  {
    const auto sink = find_sink_kind("sqlite")->open(
        {.place = path, .run = {"1", "r", "[]", "{}"}});
    const test::Result result(trunk("t", "1-a"));
    sink->write({.identity = result->identity,
                 .blob = result->blob,
                 .input = "in",
                 .what = Delivery::Load{result->records, result->record_hash,
                                        result->changes, false}});
  }
  CHECK(query(path, "SELECT * FROM trunk").empty());
  CHECK(query(path, "SELECT * FROM legacy_document").empty());
  CHECK(query(path, "SELECT status FROM run") == Rows{"running"});
  CHECK(run_text(trunk("t", "1-a"), "sqlite:" + path).balance() ==
        "read 1 loaded 1");
  CHECK(query(path, "SELECT status FROM run ORDER BY rowid") ==
        Rows{"interrupted", "complete"});
}

}  // namespace
}  // namespace trunklift
