// Adds document, account and pointer to the findings of rules across documents.
#include <string>
#include <utility>

#include "check/corpus_record.h"
#include "check/rule.h"
#include "model/pointer.h"

namespace trunklift {

std::string pointer_of(const Claim& claim) {
  const std::string server = "/servers/" + std::to_string(claim.server);
  switch (claim.sort) {
    case Claim::Sort::user: return server + "/auth/auth_user";
    case Claim::Sort::address: return server + "/auth/ip";
    case Claim::Sort::parked: {
      std::string pointer = claim.server == 1 ? "/account" : "";
      pointer += "/DIDs_Unassigned";
      append_token(pointer,
                   claim.rank < 0 ? claim.number : std::to_string(claim.rank));
      return pointer;
    }
    case Claim::Sort::number: break;
  }
  std::string pointer = server + "/DIDs";
  append_token(pointer, claim.number);
  return pointer;
}

void CorpusReport::add(std::string account_id, std::string document_id,
                       Origin origin, std::string pointer,
                       std::string message) {
  if (!is_kept_whole(pointer)) pointer = shortened_pointer(pointer);
  if (is_longer_than(message, most_of_message)) message = shortened(message);
  findings_.push_back({std::move(account_id),
                       std::move(document_id),
                       origin,
                       {&rule_,
                        rule_.severity,
                        rule_.effect,
                        {},
                        std::move(pointer),
                        std::move(message),
                        {}}});
}

void CorpusReport::add(DocumentRef document, std::string pointer,
                       std::string message) {
  DocumentTexts texts = load_document(documents_, document);
  add(std::move(texts.account_id), std::move(texts.document_id), texts.origin,
      std::move(pointer), std::move(message));
}

void CorpusReport::add(const Claim& claim, std::string message) {
  add(claim.account_id, claim.document_id, claim.origin, pointer_of(claim),
      std::move(message));
}

}  // namespace trunklift
