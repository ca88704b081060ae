// The synthetic dump: the same everywhere, skewed as stated, flawed as keyed.
#include "generate/generator.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "generate/flaws.h"
#include "generate/numbers.h"
#include "parse/parser.h"

namespace trunklift::generate {
namespace {

namespace fs = std::filesystem;

class TextOutput : public Output {
public:
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

struct Dump {
  std::string text;
  std::string key;
  Totals totals;
};

Dump dump(std::uint64_t documents, std::uint64_t seed, double flaws) {
  TextOutput text;
  TextOutput key;
  const Totals totals = write_dump({documents, seed, flaws}, text, &key);
  return {text.text, key.text, totals};
}

std::vector<std::string_view> lines(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    REQUIRE(end != std::string_view::npos);
    out.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string_view type_of(const Value& document) {
  const Value* type = document.find("pvt_type");
  return type ? type->string_or_empty() : "";
}

// The trunkstore documents of a dump without flaws.
std::vector<std::string_view> documents_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (const std::string_view line : lines(text)) {
    if (line.find(R"("pvt_type":"sys_info")") != line.npos) {
      out.push_back(line);
    }
  }
  return out;
}

std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  return hash;
}

// Line number -> flaws, from the key.
std::map<std::int64_t, std::vector<std::string>> read_key(
    const std::string& key) {
  std::map<std::int64_t, std::vector<std::string>> out;
  Parser parser;
  for (const std::string_view line : lines(key)) {
    const Value* entry = parser.parse_copy(line);
    REQUIRE(entry);
    auto& flaws = out[entry->find("line")->integer];
    for (const Value& flaw : items(*entry->find("flaws"))) {
      flaws.emplace_back(flaw.string());
    }
    REQUIRE(!flaws.empty());
    CHECK(entry->find("rules")->size == flaws.size());
    CHECK(entry->find("account_id")->string().size() == 32);
    CHECK(entry->find("document_id")->string().size() == 32);
  }
  return out;
}

}  // namespace

TEST_CASE("the same arguments give the same bytes, here and elsewhere") {
  const Dump a = dump(300, 7, 0.2);
  const Dump b = dump(300, 7, 0.2);
  CHECK(a.text == b.text);
  CHECK(a.key == b.key);
  CHECK(a.totals.bytes == a.text.size());
  CHECK(a.totals.lines == lines(a.text).size());
  CHECK(a.totals.documents == 300);
  CHECK(a.totals.flawed == lines(a.key).size());
  // Pinned: changes only when somebody means to change the dump.
  CHECK(fnv1a(a.text) == 0xB54526D61CA4ACCCU);
  CHECK(fnv1a(a.key) == 0x1290677A1705993FU);
  CHECK(dump(300, 8, 0.2).text != a.text);
}

TEST_CASE("a longer dump begins with the documents of a shorter one") {
  const Dump small = dump(200, 3, 0);
  const Dump large = dump(500, 3, 0);
  const auto few = documents_of(small.text);
  const auto many = documents_of(large.text);
  REQUIRE(few.size() == 200);
  REQUIRE(many.size() == 500);
  CHECK(std::equal(few.begin(), few.end(), many.begin()));

  const auto key = lines(small.key);
  CHECK(key.empty());
}

TEST_CASE("planting flaws leaves the sound documents as they are") {
  const Dump sound = dump(2000, 5, 0);
  const Dump flawed = dump(2000, 5, 0.1);
  const auto sound_lines = lines(sound.text);
  const std::set<std::string_view> known(sound_lines.begin(),
                                         sound_lines.end());
  const auto key = read_key(flawed.key);
  // These show elsewhere: their line is sound.
  const std::set<std::string> elsewhere = {"account-document-missing",
                                           "number-documents-missing",
                                           "number-documents-unused"};
  std::int64_t number = 0;
  for (const std::string_view line : lines(flawed.text)) {
    const auto entry = key.find(++number);
    const bool is_known = known.count(line) != 0;
    if (entry == key.end()) {
      const bool unused =
          line.starts_with("{\"_id\":\"+") && line.find("used_by") == line.npos;
      CHECK((is_known || unused));
    } else {
      const bool quiet = std::all_of(
          entry->second.begin(), entry->second.end(),
          [&](const std::string& flaw) { return elsewhere.count(flaw) != 0; });
      INFO(entry->second.front() << ": " << line);
      CHECK(is_known == quiet);
    }
  }
}

TEST_CASE("every line that is not in the key is a JSON object") {
  const Dump flawed = dump(3000, 11, 0.3);
  const auto key = read_key(flawed.key);
  Parser parser;
  std::map<std::string, int> kinds;
  std::int64_t number = 0;
  for (const std::string_view line : lines(flawed.text)) {
    if (key.count(++number)) continue;
    const Value* document = parser.parse_copy(line);
    INFO(line << ": " << parser.problem());
    REQUIRE(document);
    REQUIRE(document->is(Type::object));
    const Value* id = document->find("_id");
    REQUIRE(id);
    ++kinds[std::string(type_of(*document))];
    if (type_of(*document) == "number") {
      CHECK(id->string().starts_with('+'));
      CHECK(document->find("pvt_assigned_to")->string().size() == 32);
      CHECK(document->find("pvt_state")->string() == "in_service");
    }
  }
  for (const char* kind : {"sys_info", "account", "number", "limits", "device",
                           "user", "callflow", ""}) {
    INFO(kind);
    CHECK(kinds[kind] > 0);
  }
}

TEST_CASE("every flaw of the table is planted, where the key says") {
  const Dump flawed = dump(20000, 1, 0.05);
  const auto all = lines(flawed.text);
  std::map<std::string, int> planted;
  for (const auto& [line, flaws] : read_key(flawed.key)) {
    REQUIRE(static_cast<std::size_t>(line) <= all.size());
    CHECK(all[static_cast<std::size_t>(line) - 1].substr(0, 10) !=
          "{\"_id\":\"+1");
    for (const std::string& flaw : flaws) ++planted[flaw];
  }
  CHECK(flaw_table().size() >= 100);
  for (const Flaw& flaw : flaw_table()) {
    INFO(flaw.name);
    CHECK(planted[std::string(flaw.name)] > 0);
    planted.erase(std::string(flaw.name));
  }
  CHECK(planted.empty());  // nothing but what the table has, no name twice
  CHECK(flawed.totals.flawed > 850);
  CHECK(flawed.totals.flawed < 1150);
}

TEST_CASE("flaws of one document do not undo one another") {
  const Dump flawed = dump(2000, 13, 1);
  CHECK(flawed.totals.flawed == 2000);
  std::map<std::string, std::string> places;
  for (const Flaw& flaw : flaw_table()) {
    places.emplace(flaw.name, std::string(flaw.place) + "/");
  }
  CHECK(places.size() == flaw_table().size());
  for (const auto& [line, flaws] : read_key(flawed.key)) {
    for (std::size_t i = 0; i < flaws.size(); ++i) {
      for (std::size_t j = 0; j < flaws.size(); ++j) {
        INFO(line << ": " << flaws[i] << " and " << flaws[j]);
        if (i != j) CHECK(!places[flaws[i]].starts_with(places[flaws[j]]));
      }
    }
  }
}

TEST_CASE("phone numbers are unique and well formed") {
  const NumberPlan plan(42);
  std::vector<std::string> numbers;
  std::size_t international = 0;
  for (std::uint64_t i = 0; i < 150'000; ++i) {
    numbers.push_back(plan.number(i));
    const std::string& number = numbers.back();
    REQUIRE(number[0] == '+');
    international += number[1] != '1';
    if (number[1] == '1') {
      REQUIRE(number.size() == 12);
      REQUIRE(number[2] >= '2');
      REQUIRE(number[5] >= '2');
    } else {
      REQUIRE(number.size() == 13);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  CHECK(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());
  CHECK(international > 1000);
  CHECK(international < 7000);
  CHECK(plan.number(NumberPlan::capacity() - 1).size() >= 12);
  CHECK_THROWS_AS(plan.number(NumberPlan::capacity()), Error);
  CHECK(plan.number(0) != NumberPlan(43).number(0));
}

TEST_CASE("the skew is that of the wild") {
  const Dump sound = dump(30000, 2, 0);
  Parser parser;
  std::set<std::string> seen;
  std::size_t bytes = 0, servers = 0, dids = 0, small = 0, huge = 0, few = 0;
  const auto documents = documents_of(sound.text);
  REQUIRE(documents.size() == 30000);
  for (const std::string_view line : documents) {
    bytes += line.size() + 1;
    const Value* document = parser.parse_copy(line);
    REQUIRE(document);
    std::size_t own = 0;
    const Value& list = *document->find("servers");
    for (const Value& server : items(list)) {
      for (const Member& did : members(*server.find("DIDs"))) {
        ++own;
        REQUIRE(seen.emplace(did.key).second);
      }
    }
    servers += list.size;
    dids += own;
    small += own < 10;
    huge += own >= 1000;
    few += list.size <= 3;
  }
  const double count = 30000;
  CHECK(static_cast<double>(bytes) / count == Approx(1900).epsilon(0.06));
  CHECK(static_cast<double>(servers) / count == Approx(1.5).epsilon(0.04));
  CHECK(static_cast<double>(dids) / count == Approx(7).epsilon(0.12));
  CHECK(static_cast<double>(small) / count == Approx(0.88).epsilon(0.03));
  CHECK(static_cast<double>(few) / count > 0.94);
  CHECK(huge >= 1);
  CHECK(huge <= 20);
}

TEST_CASE("a file appears when it is whole, and not before") {
  const fs::path folder = fs::temp_directory_path() / "trunklift-generate-test";
  fs::remove_all(folder);
  fs::create_directory(folder);
  const std::string path = (folder / "dump.ndjson").string();
  {
    FileOutput abandoned(path);
    write_dump({10, 1, 0}, abandoned);
    CHECK(!fs::exists(path));
  }
  CHECK(fs::is_empty(folder));
  {
    FileOutput file(path);
    write_dump({10, 1, 0}, file);
    file.commit();
  }
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  CHECK(text.str() == dump(10, 1, 0).text);
  CHECK(std::distance(fs::directory_iterator(folder), {}) == 1);
  fs::remove_all(folder);
}

TEST_CASE("a target that cannot be written is an error, not a short dump") {
  const auto code = [](auto&& attempt) {
    try {
      attempt();
    } catch (const Error& error) {
      return error.code();
    }
    return Exit::done;
  };
  CHECK(code([] {
          FileOutput full("/dev/full");
          write_dump({1000, 1, 0}, full);
        }) == Exit::target);
  CHECK(code([] { FileOutput nowhere("/no/such/folder/dump"); }) ==
        Exit::target);
  TextOutput text;
  CHECK(code([&] { write_dump({1, 1, 1.5}, text); }) == Exit::usage);
  FileOutput null("/dev/null");
  write_dump({10, 1, 0}, null);
  null.commit();
  CHECK(fs::is_character_file("/dev/null"));
}

}  // namespace trunklift::generate
