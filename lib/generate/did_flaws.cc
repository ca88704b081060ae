// Flaws of the DIDs: their keys, their values, and who else has them.
#include "generate/flaws.h"

namespace trunklift::generate {
namespace {

using enum Fate;

bool set_dids(FlawPlanter& planter, Value value) {
  Value* server = planter.server();
  return server && planter.set(server, "DIDs", value);
}

bool set_did(FlawPlanter& planter, Value value) {
  Member* did = planter.did();
  if (!did) return false;
  did->value = value;
  return true;
}

bool rename_did(FlawPlanter& planter, std::string_view key) {
  Member* did = planter.did();
  if (!did) return false;
  did->key = planter.own(key).string();
  return true;
}

// A North American number in another spelling; # stands for a digit of the ten.
bool respell(FlawPlanter& planter, std::string_view pattern) {
  Member* did = planter.did();
  if (!did || !did->key.text().starts_with("+1") || did->key.size() != 12) {
    return false;
  }
  std::string spelt;
  std::size_t next = 2;
  for (const char c : pattern) spelt += c == '#' ? did->key.text()[next++] : c;
  did->key = planter.own(spelt).string();
  return true;
}

bool remove_plus(FlawPlanter& planter) {
  return respell(planter,
                 planter.random.percent(50) ? "##########" : "1##########");
}

bool punctuate(FlawPlanter& planter) {
  constexpr std::string_view patterns[] = {"(###) ###-####", "+1 ### ### ####",
                                           "1-###-###-####", "+1.###.###.####"};
  return respell(planter, planter.random.pick(patterns));
}

bool prefix_international(FlawPlanter& planter) {
  std::string key = planter.random.percent(50) ? "0114420" : "004420";
  key += std::to_string(planter.random.between(70'000'000, 79'999'999));
  return rename_did(planter, key);
}

bool list_dids(FlawPlanter& planter) {
  Value* dids = planter.dids();
  if (!dids) return false;
  Value list = Value::empty_array();
  list.items = planter.arena.new_items(dids->size);
  for (const Member& did : members(*dids)) {
    list.items[list.size++] = word(did.key);
  }
  *dids = list;
  return true;
}

bool repeat_in_server(FlawPlanter& planter) {
  const Member* did = planter.did();
  if (!did) return false;
  const std::string_view key = did->key;
  Value* server = planter.add_server();
  return server &&
         planter.set(server, "DIDs",
                     object_of(planter.arena, {{key, Value::empty_object()}}));
}

bool repeat_in_document(FlawPlanter& planter) {
  Value* dids = planter.dids();
  if (!dids || !planter.draft.follows_another_account()) return false;
  return planter.set(dids, planter.own(planter.draft.before->number).string(),
                     Value::empty_object());
}

bool repeat_without_plus(FlawPlanter& planter) {
  Value* dids = planter.dids();
  if (!dids) return false;
  const std::string_view key = dids->members[0].key;
  return key.starts_with('+') &&
         planter.set(dids, key.substr(1), Value::empty_object());
}

// Without those of others beside them, nobody could tell that they are missing.
bool leave_records(FlawPlanter& planter, NumberRecords records) {
  Draft& draft = planter.draft;
  constexpr std::size_t range = 5;  // plus and four digits
  if (draft.number_count == 0 ||
      !draft.before->number.starts_with(
          draft.plan.number(draft.first_number).substr(0, range))) {
    return false;
  }
  draft.records = records;
  return true;
}

constexpr Flaw table[] = {
    {"dids-empty-array", "/servers/*/DIDs", repaired, "dids-empty", "schema",
     "DIDs: []",
     [](FlawPlanter& h) { return set_dids(h, Value::empty_array()); }},
    {"dids-null", "/servers/*/DIDs", repaired, "dids-empty", "schema",
     "DIDs: null", [](FlawPlanter& h) { return set_dids(h, null()); }},
    {"dids-array", "/servers/*/DIDs", reported, "dids-as-list", "schema",
     "DIDs as an array of numbers: nothing routes", list_dids},
    {"did-without-plus", "/servers/*/DIDs/*", repaired, "did-without-plus",
     "number-never-matched", "a key of ten or eleven digits: was dead",
     remove_plus},
    {"did-international-prefix", "/servers/*/DIDs/*", repaired,
     "did-without-plus", "number-never-matched",
     "a key with 011 or 00: was dead", prefix_international},
    {"did-punctuated", "/servers/*/DIDs/*", repaired, "did-punctuation", "",
     "a key with blanks and punctuation", punctuate},
    {"did-letters", "/servers/*/DIDs/*", rejected, "did-not-a-number", "",
     "a key of letters",
     [](FlawPlanter& h) { return rename_did(h, "1800FLOWERS"); }},
    {"did-key-empty", "/servers/*/DIDs/*", rejected, "did-not-a-number", "",
     "an empty key", [](FlawPlanter& h) { return rename_did(h, ""); }},
    {"did-too-short", "/servers/*/DIDs/*", reported, "did-length",
     "number-claimed-by-accounts", "the key \"+234567\"",
     [](FlawPlanter& h) {
       return rename_did(
           h, "+" + std::to_string(h.random.between(200'000, 999'999)));
     }},
    {"did-value-null", "/servers/*/DIDs/*", repaired, "did-value-not-object",
     "schema", "a DID that is null",
     [](FlawPlanter& h) { return set_did(h, null()); }},
    {"did-value-true", "/servers/*/DIDs/*", repaired, "did-value-not-object",
     "schema", "a DID that is true",
     [](FlawPlanter& h) { return set_did(h, Value::of(true)); }},
    {"did-value-text", "/servers/*/DIDs/*", repaired, "did-value-not-object",
     "schema", "a DID that is a blank text",
     [](FlawPlanter& h) { return set_did(h, word("")); }},
    {"did-value-array", "/servers/*/DIDs/*", repaired, "did-value-empty-list",
     "schema", "a DID that is []",
     [](FlawPlanter& h) { return set_did(h, Value::empty_array()); }},
    {"did-false-members", "/servers/*/DIDs/*", repaired, "did-feature-false",
     "schema", "failover, cnam and e911 as false, from the old UI",
     [](FlawPlanter& h) {
       return set_did(h, object_of(h.arena, {{"failover", Value::of(false)},
                                             {"cnam", Value::of(false)},
                                             {"e911", Value::of(false)}}));
     }},
    {"did-failover-empty", "/servers/*/DIDs/*", repaired,
     "failover-masked failover-empty", "",
     "failover: {} or {\"e164\": \"\"} on a DID",
     [](FlawPlanter& h) {
       const Value blank = object_of(h.arena, {{"e164", word("")}});
       const Value failover = h.one_of({Value::empty_object(), blank});
       return set_did(h, object_of(h.arena, {{"failover", failover}}));
     }},
    {"did-decorated", "/servers/*/DIDs/*", repaired, "dead-setting", "",
     "what a UI keeps in memory: features, state, phoneNumber",
     [](FlawPlanter& h) {
       return set_did(
           h, object_of(h.arena,
                        {{"features", array_of(h.arena, {word("failover")})},
                         {"features_available", Value::empty_array()},
                         {"phoneNumber", word("(415) 555-0101")},
                         {"state", word("in_service")}}));
     }},
    {"did-e911-info", "/servers/*/DIDs/*", reported, "emergency-kept-aside", "",
     "an emergency address on a DID, which nothing reads",
     [](FlawPlanter& h) {
       const Value info =
           object_of(h.arena, {{"street_address", word("1 Market St")},
                               {"postal_code", word("94105")}});
       return set_did(h, object_of(h.arena, {{"e911_info", info}}));
     }},
    {"did-credits", "/servers/*/DIDs/*", reported, "dead-setting", "",
     "credits of 2011 on a DID",
     [](FlawPlanter& h) {
       const Value credits = object_of(h.arena, {{"prepay", word("0.00")}});
       return set_did(h, object_of(h.arena, {{"credits", credits}}));
     }},
    {"did-timeout-text", "/servers/*/DIDs/*", repaired, "timer-as-text", "",
     "timeout: \"11\" on a DID: the form in force",
     [](FlawPlanter& h) {
       return set_did(h, object_of(h.arena, {{"timeout", word("11")}}));
     }},
    {"did-caller-id-half", "/servers/*/DIDs/*", reported,
     "caller-id-lone-half caller-id-half", "",
     "caller_id with a name only, from the old form",
     [](FlawPlanter& h) {
       const Value half = object_of(h.arena, {{"cid_name", word("Acme")}});
       return set_did(h, object_of(h.arena, {{"caller_id", half}}));
     }},
    {"did-in-two-servers", "/servers/*/DIDs", reported, "number-claimed-twice",
     "", "one number on two servers of the document", repeat_in_server},
    {"did-in-two-documents", "/servers/*/DIDs", reported,
     "number-claimed-by-accounts",
     "number-assigned-elsewhere number-claimed-twice",
     "a number that an earlier document has too", repeat_in_document},
    {"did-in-two-spellings", "/servers/*/DIDs", reported, "did-collision", "",
     "a number with and without plus; the one with plus was live",
     repeat_without_plus},
    {"number-documents-missing", "/servers/*/DIDs", reported,
     "number-document-missing", "",
     "the dump has no number documents for its DIDs",
     [](FlawPlanter& h) { return leave_records(h, NumberRecords::missing); }},
    {"number-documents-unused", "/servers/*/DIDs", reported,
     "number-not-marked", "", "its number documents are not used_by trunkstore",
     [](FlawPlanter& h) { return leave_records(h, NumberRecords::unused); }},
};

}  // namespace

std::span<const Flaw> did_flaws() { return table; }

}  // namespace trunklift::generate
