// Accounts without their own document.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Account& account, CorpusReport& report) {
  if (account.has_document || !account.others_have_documents) return;
  for (const Account::Document& document : account.documents) {
    report.add(document.document, "/pvt_account_id",
               "the account's own document is not among the inputs");
  }
}

}  // namespace

extern const AccountRule account_document_missing;
const AccountRule account_document_missing{
    {.id = "TL0313",
     .slug = "account-document-missing",
     .group = "account",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::account,
     .summary = "The inputs have documents of accounts, but not that of this "
                "one.",
     .looks_at = "/pvt_account_id",
     .message = "the account's own document is not among the inputs",
     .why = "The account's name, realm and caller ids come from there. If it "
            "was deleted, calls to its numbers fail before any trunk is asked; "
            "if the dump lacks it, the record of the account is made of what "
            "its trunks say."},
    check};

}  // namespace trunklift::rules
