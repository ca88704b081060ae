// Where calls go, against what the platform printed, calls of all kinds among
// them.
#include "routing/effective.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "../pipeline/support.h"

namespace trunklift::routing {
namespace {

std::string text_of(const Value& object, const Key& key) {
  const Value* found = object.find(key);
  return found ? std::string(found->string_or_empty()) : std::string();
}

double number_of(const Value& value) { return std::stod(value.number_text()); }

// 1 and 1.0 are the same, and the order of members does not matter.
bool same(const Value& a, const Value& b) {
  if (a.is_number() && b.is_number()) return number_of(a) == number_of(b);
  if (a.type != b.type || a.size != b.size) return false;
  if (a.is(Type::array)) {
    return std::equal(a.begin_items(), a.end_items(), b.begin_items(), same);
  }
  if (!a.is(Type::object)) return equal_json(a, b);
  return std::all_of(a.begin_members(), a.end_members(), [&](const Member& m) {
    const Value* other = b.find(m.key);
    return other && same(m.value, *other);
  });
}

// One case as the platform was given it.
class Case {
public:
  explicit Case(const Value& root) : config(root.find("config")) {
    documents.account = root.find("account");
    if (const Value* one = root.find("doc")) add(*one);
    if (const Value* several = root.find("docs")) {
      for (const Value& document : items(*several)) add(document);
    }
    std::sort(documents.trunks.begin(), documents.trunks.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    if (const Value* numbers = root.find("numbers")) {
      for (const Member& member : members(*numbers)) {
        documents.numbers.push_back({member.key, &member.value});
      }
    }
    std::sort(documents.numbers.begin(), documents.numbers.end(),
              [](const auto& a, const auto& b) { return a.number < b.number; });
  }

  AccountDocuments documents;
  const Value* config;

private:
  void add(const Value& document) {
    documents.trunks.push_back(
        {document.find("_id")->string_or_empty(), &document});
  }
};

// What was printed, and what we print; "" if they are the same.
std::string difference(const std::string& ours, const Value& printed) {
  const test::Json json(ours);
  for (const Key key :
       {"outcome", "endpoint", "media", "bridgeable", "request"}) {
    const Value* mine = json->find(key);
    const Value* theirs = printed.find(key);
    if (!mine && !theirs) continue;
    if (!mine || !theirs || !same(*mine, *theirs)) {
      return ours + "printed: " + to_json(printed);
    }
  }
  return {};
}

Call call_of(const Value& printed) {
  Call call;
  call.has_user = printed.find("user") != nullptr;
  const auto take = [&](std::string_view& field, const Key& key) {
    if (const Value* found = printed.find(key)) field = found->string();
  };
  take(call.user, "user");
  take(call.realm, "realm");
  take(call.to, "to");
  take(call.caller_name, "cid_name");
  take(call.caller_number, "cid_number");
  call.headers = printed.find("sip_headers");
  return call;
}

struct Tally {
  int answers = 0;
  std::vector<std::string> differences;
  void add(const std::string& id, const std::string& difference) {
    ++answers;
    if (!difference.empty()) differences.push_back(id + " " + difference);
  }
};

void compare_case(const Value& root, const Value& printed, Tally& tally) {
  const Case one(root);
  if (one.config) return;  // the settings of a system are not read
  Arena arena;
  Effective effective(one.documents, arena);
  Route route;
  RoutePrinter printer("", 1 << 20);
  const std::string id = text_of(root, "id");
  for (const Member& member : members(*printed.find("inbound"))) {
    effective.inbound(member.key, route);
    std::string ours;
    printer.inbound(ours, member.key, route);
    tally.add(id, difference(ours, member.value));
  }
  for (const Value& expected : items(*printed.find("outbound"))) {
    const Call call = call_of(*expected.find("call"));
    effective.outbound(call, route);
    std::string ours;
    printer.outbound(ours, call, route);
    tally.add(id, difference(ours, expected));
  }
}

TEST_CASE("calls go where the platform let them go") {
  for (const std::string set : {"crafted", "random", "wild"}) {
    std::map<std::string, std::string> printed;
    for (const std::string& line :
         test::platform_lines(set + "/routing.ndjson")) {
      printed[text_of(*test::Json(line), "id")] = line;
    }
    Tally tally;
    for (const std::string& line :
         test::platform_lines(set + "/cases.ndjson")) {
      const test::Json root(line);
      const auto expected = printed.find(text_of(*root, "id"));
      if (expected == printed.end()) continue;
      compare_case(*root, *test::Json(expected->second), tally);
    }
    CAPTURE(set, tally.answers, tally.differences.size());
    CHECK(tally.answers > 100);
    if (!tally.differences.empty()) {
      for (std::size_t i = 0;
           i < std::min<std::size_t>(tally.differences.size(), 5); ++i)
        UNSCOPED_INFO(tally.differences[i]);
    }
    CHECK(tally.differences.empty());
  }
}

}  // namespace
}  // namespace trunklift::routing
