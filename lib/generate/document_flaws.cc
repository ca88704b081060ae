// Flaws of the whole document, its private keys and its account block.
#include "generate/flaws.h"

namespace trunklift::generate {
namespace {

using enum Fate;

bool set_root(FlawPlanter& planter, std::string_view key, Value value) {
  return planter.set(&planter.draft.root, key, value);
}

bool cut_line(FlawPlanter& planter) {
  planter.draft.keep_percent = planter.random.between(5, 95);
  return true;
}

bool break_encoding(FlawPlanter& planter) {
  // "Müller" in Latin-1, as an old export would have written it.
  return set_root(planter, "name", word("M\xFCller Telefonanlagen"));
}

bool replace_by_text(FlawPlanter& planter) {
  planter.draft.root =
      planter.one_of({planter.own(planter.draft.id), figure(404), null()});
  return true;
}

bool hide_account_document(FlawPlanter& planter) {
  const Account& account = planter.draft.account;
  // Too late if it is written already; and siblings would miss it too.
  if (account.comes_first || account.documents > 1 ||
      !planter.draft.follows_another_account()) {
    return false;
  }
  return planter.draft.hide_account = true;
}

bool swap_database(FlawPlanter& planter) {
  Random other(planter.random.next(), Stream::other, 0);
  const Account stranger =
      draw_account(planter.draft.account.seed, other.below(1'000'000));
  return stranger.id != planter.draft.account.id &&
         set_root(planter, "pvt_account_db",
                  planter.own(account_database(stranger.id)));
}

bool rename_type(FlawPlanter& planter) {
  return drop(planter.draft.root, "pvt_type") &&
         set_root(planter, "type", word("sys_info"));
}

Value caller_id(FlawPlanter& planter) {
  return object_of(planter.arena, {{"cid_name", word("Acme")},
                                   {"cid_number", word("+14155550111")}});
}

bool uppercase_realm(FlawPlanter& planter) {
  Value* account = planter.account();
  if (!account) return false;
  std::string realm(planter.draft.account.realm);
  for (char& c : realm) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return planter.set(account, "auth_realm", planter.own(realm));
}

bool set_account(FlawPlanter& planter, std::string_view key, Value value) {
  return planter.set(planter.account(), key, value);
}

// The count it has, as text with `after` behind it; rounding makes it that
// count again if `less` is taken off before.
bool spell_count(FlawPlanter& planter, std::string_view key, std::int64_t less,
                 std::string_view after) {
  Value* account = planter.account();
  Value* count = account ? account->find(key) : nullptr;
  if (!count || !count->is(Type::integer) || count->integer < less) {
    return false;
  }
  std::string spelt = std::to_string(count->integer - less);
  spelt += after;
  *count = planter.own(spelt);
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
     [](FlawPlanter& h) {
       return set_root(h, "pvt_deleted", Value::of(true));
     }},
    {"soft-deleted-text", "", skipped, "soft-deleted", "",
     "pvt_deleted: \"true\"",
     [](FlawPlanter& h) { return set_root(h, "pvt_deleted", word("true")); }},
    {"type-without-pvt-type", "/pvt_type", rejected, "type-without-pvt-type",
     "", "type: sys_info, but no pvt_type: no view shows it", rename_type},
    {"public-type", "/type", repaired, "public-type", "",
     "type: sys_info beside pvt_type",
     [](FlawPlanter& h) { return set_root(h, "type", word("sys_info")); }},
    {"public-id", "/id", repaired, "public-id", "",
     "an API answer saved back: id",
     [](FlawPlanter& h) { return set_root(h, "id", h.own(h.draft.id)); }},
    // Not both: then nothing would tell whose the document is.
    {"account-db-disagrees", "/pvt_account_id", reported, "account-db-mismatch",
     "", "pvt_account_db of another account", swap_database},
    {"account-id-missing", "/pvt_account_id", repaired, "account-id-missing",
     "", "no pvt_account_id; the database name has it",
     [](FlawPlanter& h) { return drop(h.draft.root, "pvt_account_id"); }},
    {"account-document-missing", "/account/auth_realm", reported,
     "account-document-missing", "", "the dump has no account document for it",
     hide_account_document},
    {"document-callerid", "/callerid", reported, "undocumented-setting", "",
     "callerid of 2011",
     [](FlawPlanter& h) { return set_root(h, "callerid", caller_id(h)); }},
    {"document-e911-callerid", "/e911_callerid", reported,
     "emergency-kept-aside", "", "e911_callerid of 2011, which nothing reads",
     [](FlawPlanter& h) { return set_root(h, "e911_callerid", caller_id(h)); }},
    {"document-trunks", "/trunks", reported, "dead-setting", "",
     "trunks at the top level",
     [](FlawPlanter& h) { return set_root(h, "trunks", figure(4)); }},
    {"document-call-restriction", "/call_restriction", reported,
     "call-restriction-recorded", "", "call_restriction, which is not in force",
     [](FlawPlanter& h) {
       const Value deny = object_of(h.arena, {{"action", word("deny")}});
       return set_root(h, "call_restriction",
                       object_of(h.arena, {{"international", deny}}));
     }},
    {"unassigned-dids", "/DIDs_Unassigned", reported, "dids-unassigned", "",
     "numbers in DIDs_Unassigned",
     [](FlawPlanter& h) {
       ObjectMaker list(h.arena, 1);
       // Beyond what any document of the dump routes.
       list.add(h.own(h.draft.plan.number(NumberPlan::capacity() - 1 -
                                          h.random.below(1'000'000)))
                    .string(),
                Value::empty_object());
       return set_root(h, "DIDs_Unassigned", list.done());
     }},
    {"account-missing", "/account", reported, "account-missing", "",
     "no account block",
     [](FlawPlanter& h) { return drop(h.draft.root, "account"); }},
    {"account-text", "/account", rejected, "schema", "", "account is a text",
     [](FlawPlanter& h) {
       return set_root(h, "account", h.own(h.draft.account.realm));
     }},
    {"realm-missing", "/account/auth_realm", reported, "realm-missing", "",
     "no auth_realm",
     [](FlawPlanter& h) {
       return h.account() && drop(*h.account(), "auth_realm");
     }},
    {"realm-stale", "/account/auth_realm", reported, "realm-stale", "",
     "auth_realm that the account had once",
     [](FlawPlanter& h) {
       return set_account(h, "auth_realm",
                          h.own("old-" + h.draft.account.realm));
     }},
    {"realm-case", "/account/auth_realm", repaired, "realm-case", "",
     "auth_realm in capitals", uppercase_realm},
    {"trunks-text", "/account/trunks", repaired, "trunks-as-text", "schema",
     "trunks: \"2\"",
     [](FlawPlanter& h) { return spell_count(h, "trunks", 0, ""); }},
    {"trunks-fraction", "/account/trunks", repaired, "trunks-as-text", "schema",
     "trunks: \"2.6\"",
     [](FlawPlanter& h) { return spell_count(h, "trunks", 1, ".6"); }},
    {"trunks-negative", "/account/trunks", rejected, "trunks-unusable",
     "schema", "trunks: -1",
     [](FlawPlanter& h) { return set_account(h, "trunks", figure(-1)); }},
    {"trunks-null", "/account/trunks", rejected, "trunks-unusable", "schema",
     "trunks: null",
     [](FlawPlanter& h) { return set_account(h, "trunks", null()); }},
    {"trunks-word", "/account/trunks", rejected, "trunks-unusable", "schema",
     "trunks: \"two\"",
     [](FlawPlanter& h) { return set_account(h, "trunks", word("two")); }},
    {"inbound-trunks-text", "/account/inbound_trunks", repaired,
     "trunks-as-text", "", "inbound_trunks: \"5\"",
     [](FlawPlanter& h) { return spell_count(h, "inbound_trunks", 0, ""); }},
    {"account-timer-text", "/account/timeout", repaired, "undocumented-setting",
     "setting-shows-through",
     "timeout at account level, as text: the form that is in force",
     [](FlawPlanter& h) { return set_account(h, "timeout", word("31")); }},
    {"account-media-handling", "/account/media_handling", reported,
     "undocumented-setting", "",
     "media_handling at account level, the last of the cascade",
     [](FlawPlanter& h) {
       return set_account(h, "media_handling", word("process"));
     }},
    {"account-caller-id-half", "/account/caller_id", reported,
     "caller-id-lone-half", "", "caller_id with a name only",
     [](FlawPlanter& h) {
       return set_account(h, "caller_id",
                          object_of(h.arena, {{"cid_name", word("Acme")}}));
     }},
};

}  // namespace

std::span<const Flaw> document_flaws() { return table; }

}  // namespace trunklift::generate
