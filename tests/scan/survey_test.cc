// What inputs hold: forms, kinds, trunks, times, generations.
#include "scan/survey.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "../source/support.h"
#include "base/time.h"
#include "pipeline/pipeline.h"
#include "scan/inventory.h"

namespace trunklift {
namespace {

using Texts = std::vector<std::string>;
using Named = std::vector<std::pair<std::string, std::uint64_t>>;

// The inventory of `texts`, an argument each.
Inventory inventory_of(const Texts& texts, unsigned threads = 1,
                       ReaderOptions options = {}) {
  InputNames names;
  std::uint32_t at = 0;
  Reader reader(
      [&]() -> std::optional<OpenInput> {
        if (at == texts.size()) return {};
        const std::uint32_t input = names.add({std::to_string(at), ""});
        OpenInput out{input, std::make_unique<test::MemoryStream>(texts[at]),
                      at, at % 2 == 0 ? "" : "gzip"};
        ++at;
        return out;
      },
      names, options);
  Inventory out(Texts(texts.size(), "argument"), 20, names);
  run_pipeline<SurveyedBatch>(
      [&] { return reader.next(); }, threads,
      [] { return std::make_unique<Surveyor>(); },
      [&](const Batch& batch, const SurveyedBatch& surveyed, bool) {
        out.consume(batch, surveyed);
      },
      [] { return false; });
  out.finish(reader.rest());
  return out;
}

Survey survey_of(const std::string& text) {
  return inventory_of({text}).total().survey;
}

std::string form_of(const std::string& text) {
  return inventory_of({text}).total().forms.list().at(0).first;
}

Named sorted(Named list) {
  std::sort(list.begin(), list.end());
  return list;
}

std::string trunks(const std::string& members) {
  return R"({"_id":"ts","pvt_type":"sys_info","pvt_account_id":"a",)" +
         members + "}";
}

TEST_CASE("the form of an input") {
  const std::string one = R"({"_id":"1"})", pretty = "{\n \"_id\": \"2\"\n}";
  const std::string head =
      R"({"name":"@cloudant/couchbackup","version":"2.9.10","mode":"full"})";
  const std::string note = R"({"trunklift_reject":{"line":1}})";
  CHECK(form_of("") == "none");
  CHECK(form_of("[]") == "none");
  CHECK(form_of(one) == "document");
  CHECK(form_of(pretty) == "document");
  CHECK(form_of(one + "\n" + one) == "ndjson");
  CHECK(form_of(one + "\n{\"broken\":\n" + one + "\n") == "ndjson");
  CHECK(form_of(pretty + "\n" + pretty) == "documents");
  CHECK(form_of(one + one + one + "\n") == "documents");
  CHECK(form_of(one + "\n" + one + "\n" + pretty) == "ndjson, documents");
  CHECK(form_of("[" + one + "]") == "array");
  CHECK(form_of("[\n" + one + ",\n" + pretty + "\n]") == "array");
  CHECK(form_of("[" + one + "]\n[" + one + "]\n") == "couchbackup");
  CHECK(form_of("[" + one + "]\n" + one + "\n[" + one + "]\n" + one) ==
        "ndjson, array");
  CHECK(form_of(head + "\n[" + one + "]\n") == "couchbackup");
  CHECK(form_of(R"({"total_rows":1,"rows":[{"id":"1","key":"1","doc":)" + one +
                "}]}") == "couchdb rows");
  CHECK(form_of(R"({"docs":[)" + one + "]}") == "couchdb _find");
  CHECK(form_of(R"({"results":[{"seq":1,"id":"1","changes":[],"doc":)" + one +
                "}]}") == "couchdb _changes");
  CHECK(form_of(R"({"seq":1,"id":"1","changes":[],"doc":)" + one + "}\n") ==
        "couchdb _changes");
  CHECK(form_of(note + "\n" + pretty + "\n" + note + "\n{broken\n") ==
        "rejects");
}

TEST_CASE("the head of a backup counts, however long its line is") {
  const std::string head =
      R"({"name":"@cloudant/couchbackup","version":"2.9.10","mode":"full"})";
  std::string line = "[{\"_id\":\"0\"}";
  for (int i = 0; i < 1000; ++i) line += ",{\"_id\":\"more\"}";
  const Inventory inventory =
      inventory_of({head + "\n" + line + "]\n"}, 1, {4096, 1 << 20});
  CHECK(inventory.total().forms.list().at(0).first == "couchbackup");
  CHECK(inventory.documents() == 1001);
}

TEST_CASE("documents are counted by what they are") {
  const Survey survey = survey_of(
      trunks(R"("servers":[])") + "\n" +
      R"({"_id":"1","pvt_type":"callflow","pvt_account_id":"b"})" + "\n" +
      R"({"_id":"2","pvt_type":"number","pvt_assigned_to":"a"})" + "\n" +
      R"({"_id":"3","_rev":"2-x","_deleted":true})" + "\n" + R"({"_id":"4"})" +
      "\n{broken}\n" +
      trunks(R"("pvt_deleted":true,"servers":[{"DIDs":{"1":{}}}])") + "\n");
  CHECK(survey.documents == 7);
  CHECK(sorted(survey.kinds.list()) == Named{{"callflow", 1},
                                             {"number", 1},
                                             {"sys_info", 2},
                                             {"tombstone", 1},
                                             {"unreadable", 1},
                                             {"untyped", 1}});
  CHECK(survey.deleted == 1);
  CHECK(survey.servers == 0);
  CHECK(survey.accounts.count() == 2);
}

TEST_CASE("servers and numbers of both shapes") {
  const auto counts = [](const std::string& members) {
    const Survey survey = survey_of(trunks(members));
    return std::pair(survey.servers, survey.numbers);
  };
  using Pair = std::pair<std::uint64_t, std::uint64_t>;
  CHECK(counts(R"("servers":null)") == Pair{0, 0});
  CHECK(counts(R"("servers":[{},null,{"DIDs":{"+1":{},"+2":{}}}])") ==
        Pair{3, 2});
  CHECK(counts(R"("servers":{"0":{"DIDs":["+1"]},"1":{"DIDs":"+2"}})") ==
        Pair{2, 1});
}

TEST_CASE("the first and the last time") {
  const Survey survey =
      survey_of(R"({"pvt_created":63700000000,"pvt_modified":63700000002})"
                "\n"
                R"({"pvt_created":63700000001,"pvt_modified":12})"
                "\n"
                R"({"pvt_created":"63600000000"})");
  CHECK(survey.created.first == 63700000000);
  CHECK(survey.created.last == 63700000001);
  CHECK(survey.modified.first == 63700000002);
  CHECK(survey.modified.last == 63700000002);
  CHECK_FALSE(survey_of("{}").created.first);
}

TEST_CASE("the youngest trait tells the generation of a document") {
  const auto generation = [](const std::string& members) {
    return survey_of(trunks(members)).generation();
  };
  const auto of_server = [&](const std::string& members) {
    return generation(R"("servers":[{},{)" + members + "}]");
  };
  const std::string id(32, 'f');
  CHECK(generation(R"("servers":[])") == Generation::undecided);
  for (const std::string format : {"e164", "npan", "1npan", "username", ""}) {
    CHECK(of_server(R"("options":{"inbound_format":")" + format + "\"}") ==
          Generation::undecided);
  }
  for (const std::string format :
       {"E.164", "NPANXXXXXX", "e164_without_plus"}) {
    CHECK(of_server(R"("options":{"inbound_format":")" + format + "\"}") ==
          Generation::until_4_3);
  }
  CHECK(of_server(R"("options":{"progress_timeout":0})") ==
        Generation::until_4_3);
  CHECK(of_server(R"("options":{"progress_timeout":1})") ==
        Generation::undecided);
  CHECK(of_server(R"("inbound_format":"npan")") == Generation::until_4_3);
  CHECK(of_server(R"("auth":{"AuthIP":[]})") == Generation::until_4_3);
  CHECK(generation(R"("type":"sys_info")") == Generation::until_4_3);
  CHECK(generation(R"("trunks":2)") == Generation::until_4_3);
  CHECK(generation(R"("account":{"trunks":-1})") == Generation::until_4_3);
  CHECK(of_server(R"("options":{"inbound_format":"strip_plus"})") ==
        Generation::after_4_3);
  CHECK(of_server(R"("inbound_format":"npan","server_id":")" + id + "\"") ==
        Generation::five);
  CHECK(survey_of(R"({"pvt_type":"trunk_server","server":{}})").generation() ==
        Generation::five);
}

TEST_CASE("different things are counted once") {
  Distinct one, two;
  for (std::uint64_t i = 0; i < 10000; ++i) {
    one.add(i % 3000 * 7919);
    two.add(i % 4000 * 7919);
  }
  CHECK(one.count() == 3000);
  one.add(two);
  CHECK(one.count() == 4000);
  one.settle();
  CHECK(one.count() == 4000);
}

TEST_CASE("beyond a limit the number of different things is nearly right") {
  constexpr std::uint64_t step = Distinct::most;
  const auto add = [](Distinct& to, std::uint64_t from, std::uint64_t end) {
    for (std::uint64_t i = from; i < end; ++i) to.add(i * 0x9E3779B97F4A7C15);
  };
  Distinct one, two, few;
  add(one, 0, 2 * step);
  add(two, step, 3 * step);
  add(few, 0, 1000);
  add(few, 3 * step, 3 * step + 1000);
  CHECK(few.count() == 2000);
  Distinct other = two;
  one.add(two);
  one.add(few);
  few.add(other);
  add(few, 0, 2 * step);
  CHECK(one.count() == few.count());
  CHECK(static_cast<double>(one.count()) ==
        Approx(3 * step + 1000).epsilon(0.005));
}

TEST_CASE("threads and blocks make no difference") {
  std::string lines;
  for (int i = 0; i < 5000; ++i) {
    const std::string number = std::to_string(i);
    lines += R"({"_id":")" + number + R"(","pvt_type":"sys_info",)" +
             R"("pvt_account_id":")" + std::to_string(i % 700) +
             R"(","servers":[{"DIDs":{"+)" + number + "\":{}}}]}\n";
  }
  const Texts texts{lines, "", "{\"_id\":\"x\"}",
                    "[" + trunks("\"a\":1") + "]"};
  for (const unsigned threads : {1U, 4U}) {
    for (const std::size_t block : {std::size_t{4096}, std::size_t{1} << 20}) {
      CAPTURE(threads, block);
      const Inventory inventory =
          inventory_of(texts, threads, {block, std::size_t{1} << 20});
      const InputStats total = inventory.total();
      CHECK(total.inputs == 4);
      CHECK(total.survey.documents == 5002);
      CHECK(total.survey.servers == 5000);
      CHECK(total.survey.numbers == 5000);
      CHECK(total.survey.accounts.count() == 701);
      CHECK(total.packings.list() == Named{{"none", 2}, {"gzip", 2}});
      std::vector<std::uint64_t> bytes, documents;
      for (const InputStats* line : inventory.lines()) {
        bytes.push_back(line->bytes);
        documents.push_back(line->survey.documents);
      }
      CHECK(documents == std::vector<std::uint64_t>{5000, 0, 1, 1});
      CHECK(bytes ==
            std::vector<std::uint64_t>{lines.size(), 0, 11, texts[3].size()});
    }
  }
}

}  // namespace
}  // namespace trunklift
