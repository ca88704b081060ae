// What a part of a load knows of the documents in it.
#include "sink/postgres/load_batch.h"

#include <catch2/catch.hpp>

namespace trunklift::postgres {
namespace {

Identity identity(Kind kind, std::string account, std::string document) {
  Identity out;
  out.kind = kind;
  out.account_id = std::move(account);
  out.document_id = std::move(document);
  return out;
}

TEST_CASE("a part knows which documents and contexts it may hold rows of") {
  LoadBatch part;
  const Identity trunk = identity(Kind::trunkstore, "a", "d");
  CHECK_FALSE(part.may_hold(trunk));
  part.end_document(trunk);  // without rows
  CHECK_FALSE(part.may_hold(trunk));
  part.add_text(Destination::stage_document, "row\n");
  part.end_document(trunk);
  CHECK(part.may_hold(trunk));
  CHECK_FALSE(part.may_hold(identity(Kind::trunkstore, "a", "e")));
  CHECK_FALSE(part.may_hold(identity(Kind::trunkstore, "b", "d")));
  // An account has one row of limits, whatever the document is called.
  part.add_text(Destination::stage_document, "row\n");
  part.end_document(identity(Kind::limits, "a", "limits"));
  CHECK(part.may_hold(identity(Kind::limits, "a", "other")));
  CHECK_FALSE(part.may_hold(identity(Kind::account, "a", "a")));
  CHECK_FALSE(part.may_hold(identity(Kind::number, "a", "+14155550100")));
}

}  // namespace
}  // namespace trunklift::postgres
