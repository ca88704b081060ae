// From the typed legacy document to modern records.
#pragma once

#include <string>

#include "model/document.h"
#include "model/legacy.h"
#include "model/modern.h"
#include "model/value.h"

namespace trunklift {

// One trunk row, a device row for each server, a phone_number row for each
// DID. Cell text is owned by `arena` or by the document. Record ids depend on
// the account, the document and the endpoint, never on the position.
// Cross-document columns (phone_number.live, number_failover_*) are left to
// the target, which knows the other documents.
Records convert(const Connectivity& document, const Identity& identity,
                Arena& arena);

// Makes the context row of an account, limits or number document. A number
// document has one only if it changes what calls do (a failover, or another
// application). The content_hash also covers the other columns, so that a newer
// program that makes another row of the same document writes it.
Records convert_context(const Value& root, const Identity& identity,
                        Arena& arena);
// The content_hash of the row; zero if there is no row.
Hash128 context_hash(const Records& records);

// Hashes all cells: it tells whether a document's records changed.
Hash128 record_hash(const Records& records, std::string_view changes);

}  // namespace trunklift
