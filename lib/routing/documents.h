// What calls of one account depend on, as it was written.
#pragma once

#include <string_view>
#include <vector>

#include "model/value.h"

namespace trunklift::routing {

struct TrunkDocument {
  std::string_view id;
  const Value* root;  // an object
};

struct NumberDocument {
  std::string_view number;
  const Value* root;  // an object
};

// The documents of one account, each in the version that counts. None of them
// is a tombstone; soft-deleted ones are among them. Trees outlive the answers.
struct AccountDocuments {
  // The account's own document, or nullptr if the input has none: then it is
  // taken to say nothing.
  const Value* account = nullptr;
  std::vector<TrunkDocument> trunks;  // in byte order of their ids
  // Documents of numbers that are assigned to the account, in byte order.
  std::vector<NumberDocument> numbers;
};

// That of one of the numbers, or nullptr.
const Value* number_document(const AccountDocuments& documents,
                             std::string_view number);

}  // namespace trunklift::routing
