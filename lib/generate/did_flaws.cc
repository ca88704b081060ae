// Flaws of the DIDs: their keys, their values, and who else has them.
#include "generate/flaws.h"

namespace trunklift::generate {
namespace {

using enum Fate;

bool set_dids(Hand& hand, Value value) {
  Value* server = hand.server();
  return server && hand.set(server, "DIDs", value);
}

bool set_did(Hand& hand, Value value) {
  Member* did = hand.did();
  if (!did) return false;
  did->value = value;
  return true;
}

bool rename_did(Hand& hand, std::string_view key) {
  Member* did = hand.did();
  if (!did) return false;
  did->key = hand.own(key).string();
  return true;
}

// A North American number in another spelling; # stands for a digit of the ten.
bool respell(Hand& hand, std::string_view pattern) {
  Member* did = hand.did();
  if (!did || !did->key.text().starts_with("+1") || did->key.size() != 12) {
    return false;
  }
  std::string spelt;
  std::size_t next = 2;
  for (const char c : pattern) spelt += c == '#' ? did->key.text()[next++] : c;
  did->key = hand.own(spelt).string();
  return true;
}

bool remove_plus(Hand& hand) {
  return respell(hand, hand.random.percent(50) ? "##########" : "1##########");
}

bool punctuate(Hand& hand) {
  constexpr std::string_view patterns[] = {"(###) ###-####", "+1 ### ### ####",
                                           "1-###-###-####", "+1.###.###.####"};
  return respell(hand, hand.random.pick(patterns));
}

bool prefix_international(Hand& hand) {
  return rename_did(
      hand, hand.random.percent(50) ? "011442079460123" : "00442079460123");
}

bool list_dids(Hand& hand) {
  Value* dids = hand.dids();
  if (!dids) return false;
  Value list = Value::empty_array();
  list.items = hand.arena.new_items(dids->size);
  for (const Member& did : members(*dids)) {
    list.items[list.size++] = word(did.key);
  }
  *dids = list;
  return true;
}

bool repeat_in_server(Hand& hand) {
  const Member* did = hand.did();
  if (!did) return false;
  const std::string_view key = did->key;
  Value* server = hand.add_server();
  return server &&
         hand.set(server, "DIDs",
                  object_of(hand.arena, {{key, Value::empty_object()}}));
}

bool repeat_in_document(Hand& hand) {
  // A number of one of the documents before this one.
  const std::uint64_t before = hand.draft.first_number;
  Value* dids = hand.dids();
  if (!dids || before == 0) return false;
  const std::uint64_t back =
      1 + hand.random.below(before < 1000 ? before : 1000);
  const Value key = hand.own(hand.draft.plan.number(before - back));
  return hand.set(dids, key.string(), Value::empty_object());
}

bool repeat_without_plus(Hand& hand) {
  Value* dids = hand.dids();
  if (!dids) return false;
  const std::string_view key = dids->members[0].key;
  return key.starts_with('+') &&
         hand.set(dids, key.substr(1), Value::empty_object());
}

bool leave_records(Hand& hand, NumberRecords records) {
  if (hand.draft.number_count == 0) return false;
  hand.draft.records = records;
  return true;
}

constexpr Flaw table[] = {
    {"dids-empty-array", "/servers/*/DIDs", repaired, "DIDs: []",
     [](Hand& h) { return set_dids(h, Value::empty_array()); }},
    {"dids-null", "/servers/*/DIDs", repaired, "DIDs: null",
     [](Hand& h) { return set_dids(h, null()); }},
    {"dids-array", "/servers/*/DIDs", reported,
     "DIDs as an array of numbers: nothing routes", list_dids},
    {"did-without-plus", "/servers/*/DIDs/*", repaired,
     "a key of ten or eleven digits: was dead", remove_plus},
    {"did-international-prefix", "/servers/*/DIDs/*", repaired,
     "a key with 011 or 00: was dead", prefix_international},
    {"did-punctuated", "/servers/*/DIDs/*", repaired,
     "a key with blanks and punctuation", punctuate},
    {"did-letters", "/servers/*/DIDs/*", rejected, "a key of letters",
     [](Hand& h) { return rename_did(h, "1800FLOWERS"); }},
    {"did-key-empty", "/servers/*/DIDs/*", rejected, "an empty key",
     [](Hand& h) { return rename_did(h, ""); }},
    {"did-too-short", "/servers/*/DIDs/*", reported, "the key \"+12\"",
     [](Hand& h) { return rename_did(h, "+12"); }},
    {"did-value-null", "/servers/*/DIDs/*", repaired, "a DID that is null",
     [](Hand& h) { return set_did(h, null()); }},
    {"did-value-true", "/servers/*/DIDs/*", repaired, "a DID that is true",
     [](Hand& h) { return set_did(h, Value::of(true)); }},
    {"did-value-text", "/servers/*/DIDs/*", repaired,
     "a DID that is a blank text",
     [](Hand& h) { return set_did(h, word("")); }},
    {"did-value-array", "/servers/*/DIDs/*", repaired, "a DID that is []",
     [](Hand& h) { return set_did(h, Value::empty_array()); }},
    {"did-false-members", "/servers/*/DIDs/*", repaired,
     "failover, cnam and e911 as false, from the old UI",
     [](Hand& h) {
       return set_did(h, object_of(h.arena, {{"failover", Value::of(false)},
                                             {"cnam", Value::of(false)},
                                             {"e911", Value::of(false)}}));
     }},
    {"did-failover-empty", "/servers/*/DIDs/*", repaired,
     "failover: {} or {\"e164\": \"\"} on a DID",
     [](Hand& h) {
       const Value blank = object_of(h.arena, {{"e164", word("")}});
       const Value failover = h.one_of({Value::empty_object(), blank});
       return set_did(h, object_of(h.arena, {{"failover", failover}}));
     }},
    {"did-decorated", "/servers/*/DIDs/*", repaired,
     "what a UI keeps in memory: features, state, phoneNumber",
     [](Hand& h) {
       return set_did(
           h, object_of(h.arena,
                        {{"features", array_of(h.arena, {word("failover")})},
                         {"features_available", Value::empty_array()},
                         {"phoneNumber", word("(415) 555-0101")},
                         {"state", word("in_service")}}));
     }},
    {"did-e911-info", "/servers/*/DIDs/*", reported,
     "an emergency address on a DID, which nothing reads",
     [](Hand& h) {
       const Value info =
           object_of(h.arena, {{"street_address", word("1 Market St")},
                               {"postal_code", word("94105")}});
       return set_did(h, object_of(h.arena, {{"e911_info", info}}));
     }},
    {"did-credits", "/servers/*/DIDs/*", reported, "credits of 2011 on a DID",
     [](Hand& h) {
       const Value credits = object_of(h.arena, {{"prepay", word("0.00")}});
       return set_did(h, object_of(h.arena, {{"credits", credits}}));
     }},
    {"did-timeout-text", "/servers/*/DIDs/*", repaired,
     "timeout: \"11\" on a DID: the form in force",
     [](Hand& h) {
       return set_did(h, object_of(h.arena, {{"timeout", word("11")}}));
     }},
    {"did-caller-id-half", "/servers/*/DIDs/*", reported,
     "caller_id with a name only, from the old form",
     [](Hand& h) {
       const Value half = object_of(h.arena, {{"cid_name", word("Acme")}});
       return set_did(h, object_of(h.arena, {{"caller_id", half}}));
     }},
    {"did-in-two-servers", "/servers/*/DIDs", reported,
     "one number on two servers of the document", repeat_in_server},
    {"did-in-two-documents", "/servers/*/DIDs", reported,
     "a number that an earlier document has too", repeat_in_document},
    {"did-in-two-spellings", "/servers/*/DIDs", reported,
     "a number with and without plus; the one with plus was live",
     repeat_without_plus},
    {"number-documents-missing", "/number-documents", reported,
     "the dump has no number documents for its DIDs",
     [](Hand& h) { return leave_records(h, NumberRecords::missing); }},
    {"number-documents-unused", "/number-documents", reported,
     "its number documents are not used_by trunkstore",
     [](Hand& h) { return leave_records(h, NumberRecords::unused); }},
};

}  // namespace

std::span<const Flaw> did_flaws() { return table; }

}  // namespace trunklift::generate
