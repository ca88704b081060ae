// Flaws of the whole document, its private keys and its account block.
#include "generate/flaws.h"

namespace trunklift::generate {
namespace {

using enum Fate;

bool set_root(Hand& hand, std::string_view key, Value value) {
  return hand.set(&hand.draft.root, key, value);
}

bool cut_line(Hand& hand) {
  hand.draft.keep_percent = hand.random.between(5, 95);
  return true;
}

bool break_encoding(Hand& hand) {
  // "Müller" in Latin-1, as an old export would have written it.
  return set_root(hand, "name", word("M\xFCller Telefonanlagen"));
}

bool wrap_in_array(Hand& hand) {
  hand.draft.root = array_of(hand.arena, {hand.draft.root});
  return true;
}

bool replace_by_text(Hand& hand) {
  hand.draft.root = hand.one_of({hand.own(hand.draft.id), figure(404), null()});
  return true;
}

bool hide_account_document(Hand& hand) {
  const Account& account = hand.draft.account;
  // Too late if it is written already; and siblings would miss it too.
  if (account.comes_first || account.documents > 1) return false;
  return hand.draft.hide_account = true;
}

bool swap_database(Hand& hand) {
  Random other(hand.random.next(), Stream::other, 0);
  const Account stranger =
      draw_account(hand.draft.account.seed, other.below(1'000'000));
  return stranger.id != hand.draft.account.id &&
         set_root(hand, "pvt_account_db",
                  hand.own(account_database(stranger.id)));
}

bool rename_type(Hand& hand) {
  return drop(hand.draft.root, "pvt_type") &&
         set_root(hand, "type", word("sys_info"));
}

Value caller_id(Hand& hand) {
  return object_of(hand.arena, {{"cid_name", word("Acme")},
                                {"cid_number", word("+14155550111")}});
}

bool uppercase_realm(Hand& hand) {
  Value* account = hand.account();
  if (!account) return false;
  std::string realm(hand.draft.account.realm);
  for (char& c : realm) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return hand.set(account, "auth_realm", hand.own(realm));
}

bool set_account(Hand& hand, std::string_view key, Value value) {
  return hand.set(hand.account(), key, value);
}

constexpr Flaw table[] = {
    {"truncated-line", "", rejected, "the line ends in the middle", cut_line},
    {"invalid-utf8", "", rejected, "a name in Latin-1", break_encoding},
    {"wrapped-in-array", "", repaired, "an array around the document",
     wrap_in_array},
    {"not-an-object", "", rejected, "the line is a text, a number or null",
     replace_by_text},
    {"soft-deleted", "/pvt_deleted", skipped, "pvt_deleted: true",
     [](Hand& h) { return set_root(h, "pvt_deleted", Value::of(true)); }},
    {"soft-deleted-text", "/pvt_deleted", skipped, "pvt_deleted: \"true\"",
     [](Hand& h) { return set_root(h, "pvt_deleted", word("true")); }},
    {"type-without-pvt-type", "/pvt_type", rejected,
     "type: sys_info, but no pvt_type: no view shows it", rename_type},
    {"public-type", "/type", repaired, "type: sys_info beside pvt_type",
     [](Hand& h) { return set_root(h, "type", word("sys_info")); }},
    {"public-id", "/id", repaired, "an API answer saved back: id",
     [](Hand& h) { return set_root(h, "id", h.own(h.draft.id)); }},
    // Not both: then nothing would tell whose the document is.
    {"account-db-disagrees", "/pvt_account_id", reported,
     "pvt_account_db of another account", swap_database},
    {"account-id-missing", "/pvt_account_id", repaired,
     "no pvt_account_id; the database name has it",
     [](Hand& h) { return drop(h.draft.root, "pvt_account_id"); }},
    {"account-document-missing", "/account-document", reported,
     "the dump has no account document for it", hide_account_document},
    {"document-callerid", "/callerid", reported, "callerid of 2011",
     [](Hand& h) { return set_root(h, "callerid", caller_id(h)); }},
    {"document-e911-callerid", "/e911_callerid", reported,
     "e911_callerid of 2011, which nothing reads",
     [](Hand& h) { return set_root(h, "e911_callerid", caller_id(h)); }},
    {"document-trunks", "/trunks", reported, "trunks at the top level",
     [](Hand& h) { return set_root(h, "trunks", figure(4)); }},
    {"document-call-restriction", "/call_restriction", reported,
     "call_restriction, which is not in force",
     [](Hand& h) {
       const Value deny = object_of(h.arena, {{"action", word("deny")}});
       return set_root(h, "call_restriction",
                       object_of(h.arena, {{"international", deny}}));
     }},
    {"unassigned-dids", "/DIDs_Unassigned", reported,
     "numbers in DIDs_Unassigned",
     [](Hand& h) {
       ObjectMaker list(h.arena, 1);
       // Beyond what any document of the dump routes.
       list.add(h.own(h.draft.plan.number(NumberPlan::capacity() - 1 -
                                          h.random.below(1'000'000)))
                    .string(),
                Value::empty_object());
       return set_root(h, "DIDs_Unassigned", list.done());
     }},
    {"account-missing", "/account", reported, "no account block",
     [](Hand& h) { return drop(h.draft.root, "account"); }},
    {"account-text", "/account", rejected, "account is a text",
     [](Hand& h) {
       return set_root(h, "account", h.own(h.draft.account.realm));
     }},
    {"realm-missing", "/account/auth_realm", reported, "no auth_realm",
     [](Hand& h) { return h.account() && drop(*h.account(), "auth_realm"); }},
    {"realm-stale", "/account/auth_realm", reported,
     "auth_realm that the account had once",
     [](Hand& h) {
       return set_account(h, "auth_realm",
                          h.own("old-" + h.draft.account.realm));
     }},
    {"realm-case", "/account/auth_realm", repaired, "auth_realm in capitals",
     uppercase_realm},
    {"trunks-text", "/account/trunks", repaired, "trunks: \"2\"",
     [](Hand& h) {
       return set_account(h, "trunks", h.one_of({"0", "2", "10"}));
     }},
    {"trunks-fraction", "/account/trunks", repaired, "trunks: \"2.6\"",
     [](Hand& h) { return set_account(h, "trunks", word("2.6")); }},
    {"trunks-negative", "/account/trunks", rejected, "trunks: -1",
     [](Hand& h) { return set_account(h, "trunks", figure(-1)); }},
    {"trunks-null", "/account/trunks", rejected, "trunks: null",
     [](Hand& h) { return set_account(h, "trunks", null()); }},
    {"trunks-word", "/account/trunks", rejected, "trunks: \"two\"",
     [](Hand& h) { return set_account(h, "trunks", word("two")); }},
    {"inbound-trunks-text", "/account/inbound_trunks", repaired,
     "inbound_trunks: \"5\"",
     [](Hand& h) { return set_account(h, "inbound_trunks", word("5")); }},
    {"account-timer-text", "/account/timeout", repaired,
     "timeout at account level, as text: the form that is in force",
     [](Hand& h) { return set_account(h, "timeout", word("31")); }},
    {"account-media-handling", "/account/media_handling", reported,
     "media_handling at account level, the last of the cascade",
     [](Hand& h) { return set_account(h, "media_handling", word("process")); }},
    {"account-caller-id-half", "/account/caller_id", reported,
     "caller_id with a name only",
     [](Hand& h) {
       return set_account(h, "caller_id",
                          object_of(h.arena, {{"cid_name", word("Acme")}}));
     }},
};

}  // namespace

std::span<const Flaw> document_flaws() { return table; }

}  // namespace trunklift::generate
