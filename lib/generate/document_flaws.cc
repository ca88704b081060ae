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

bool replace_by_text(Hand& hand) {
  hand.draft.root = hand.one_of({hand.own(hand.draft.id), figure(404), null()});
  return true;
}

bool hide_account_document(Hand& hand) {
  const Account& account = hand.draft.account;
  // Too late if it is written already; and siblings would miss it too.
  if (account.comes_first || account.documents > 1 ||
      !hand.draft.follows_another_account()) {
    return false;
  }
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

// The count it has, as text with `after` behind it; rounding makes it that
// count again if `less` is taken off before.
bool spell_count(Hand& hand, std::string_view key, std::int64_t less,
                 std::string_view after) {
  Value* account = hand.account();
  Value* count = account ? account->find(key) : nullptr;
  if (!count || !count->is(Type::integer) || count->integer < less) {
    return false;
  }
  std::string spelt = std::to_string(count->integer - less);
  spelt += after;
  *count = hand.own(spelt);
  return true;
}

constexpr Flaw table[] = {
    {"truncated-line", "", rejected, "json-syntax", "",
     "the line ends in the middle", cut_line},
    {"invalid-utf8", "", rejected, "json-syntax", "", "a name in Latin-1",
     break_encoding},
    {"not-an-object", "", rejected, "not-an-object", "",
     "the line is a text, a number or null", replace_by_text},
    {"soft-deleted", "", skipped, "soft-deleted", "", "pvt_deleted: true",
     [](Hand& h) { return set_root(h, "pvt_deleted", Value::of(true)); }},
    {"soft-deleted-text", "", skipped, "soft-deleted", "",
     "pvt_deleted: \"true\"",
     [](Hand& h) { return set_root(h, "pvt_deleted", word("true")); }},
    {"type-without-pvt-type", "/pvt_type", rejected, "type-without-pvt-type",
     "", "type: sys_info, but no pvt_type: no view shows it", rename_type},
    {"public-type", "/type", repaired, "public-type", "",
     "type: sys_info beside pvt_type",
     [](Hand& h) { return set_root(h, "type", word("sys_info")); }},
    {"public-id", "/id", repaired, "public-id", "",
     "an API answer saved back: id",
     [](Hand& h) { return set_root(h, "id", h.own(h.draft.id)); }},
    // Not both: then nothing would tell whose the document is.
    {"account-db-disagrees", "/pvt_account_id", reported, "account-db-mismatch",
     "", "pvt_account_db of another account", swap_database},
    {"account-id-missing", "/pvt_account_id", repaired, "account-id-missing",
     "", "no pvt_account_id; the database name has it",
     [](Hand& h) { return drop(h.draft.root, "pvt_account_id"); }},
    {"account-document-missing", "/account/auth_realm", reported,
     "account-document-missing", "", "the dump has no account document for it",
     hide_account_document},
    {"document-callerid", "/callerid", reported, "undocumented-setting", "",
     "callerid of 2011",
     [](Hand& h) { return set_root(h, "callerid", caller_id(h)); }},
    {"document-e911-callerid", "/e911_callerid", reported,
     "emergency-kept-aside", "", "e911_callerid of 2011, which nothing reads",
     [](Hand& h) { return set_root(h, "e911_callerid", caller_id(h)); }},
    {"document-trunks", "/trunks", reported, "dead-setting", "",
     "trunks at the top level",
     [](Hand& h) { return set_root(h, "trunks", figure(4)); }},
    {"document-call-restriction", "/call_restriction", reported,
     "call-restriction-recorded", "", "call_restriction, which is not in force",
     [](Hand& h) {
       const Value deny = object_of(h.arena, {{"action", word("deny")}});
       return set_root(h, "call_restriction",
                       object_of(h.arena, {{"international", deny}}));
     }},
    {"unassigned-dids", "/DIDs_Unassigned", reported, "dids-unassigned", "",
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
    {"account-missing", "/account", reported, "account-missing", "",
     "no account block", [](Hand& h) { return drop(h.draft.root, "account"); }},
    {"account-text", "/account", rejected, "schema", "", "account is a text",
     [](Hand& h) {
       return set_root(h, "account", h.own(h.draft.account.realm));
     }},
    {"realm-missing", "/account/auth_realm", reported, "realm-missing", "",
     "no auth_realm",
     [](Hand& h) { return h.account() && drop(*h.account(), "auth_realm"); }},
    {"realm-stale", "/account/auth_realm", reported, "realm-stale", "",
     "auth_realm that the account had once",
     [](Hand& h) {
       return set_account(h, "auth_realm",
                          h.own("old-" + h.draft.account.realm));
     }},
    {"realm-case", "/account/auth_realm", repaired, "realm-case", "",
     "auth_realm in capitals", uppercase_realm},
    {"trunks-text", "/account/trunks", repaired, "trunks-as-text", "schema",
     "trunks: \"2\"", [](Hand& h) { return spell_count(h, "trunks", 0, ""); }},
    {"trunks-fraction", "/account/trunks", repaired, "trunks-as-text", "schema",
     "trunks: \"2.6\"",
     [](Hand& h) { return spell_count(h, "trunks", 1, ".6"); }},
    {"trunks-negative", "/account/trunks", rejected, "trunks-unusable",
     "schema", "trunks: -1",
     [](Hand& h) { return set_account(h, "trunks", figure(-1)); }},
    {"trunks-null", "/account/trunks", rejected, "trunks-unusable", "schema",
     "trunks: null", [](Hand& h) { return set_account(h, "trunks", null()); }},
    {"trunks-word", "/account/trunks", rejected, "trunks-unusable", "schema",
     "trunks: \"two\"",
     [](Hand& h) { return set_account(h, "trunks", word("two")); }},
    {"inbound-trunks-text", "/account/inbound_trunks", repaired,
     "trunks-as-text", "", "inbound_trunks: \"5\"",
     [](Hand& h) { return spell_count(h, "inbound_trunks", 0, ""); }},
    {"account-timer-text", "/account/timeout", repaired, "undocumented-setting",
     "setting-shows-through",
     "timeout at account level, as text: the form that is in force",
     [](Hand& h) { return set_account(h, "timeout", word("31")); }},
    {"account-media-handling", "/account/media_handling", reported,
     "undocumented-setting", "",
     "media_handling at account level, the last of the cascade",
     [](Hand& h) { return set_account(h, "media_handling", word("process")); }},
    {"account-caller-id-half", "/account/caller_id", reported,
     "caller-id-lone-half", "", "caller_id with a name only",
     [](Hand& h) {
       return set_account(h, "caller_id",
                          object_of(h.arena, {{"cid_name", word("Acme")}}));
     }},
};

}  // namespace

std::span<const Flaw> document_flaws() { return table; }

}  // namespace trunklift::generate
