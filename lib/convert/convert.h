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

// Context rows: account, limits and number documents. The last gives a row
// only if it changes what calls do (a failover, or another application). Its
// content_hash is also of the other columns: a newer program, which makes
// another row of the same document, finds that it is to be written.
Records convert_context(const Value& root, const Identity& identity,
                        Arena& arena);
// That content_hash; nothing if there is no row.
Hash128 context_hash(const Records& records);

// Hashes all cells: it tells whether a document's records changed.
Hash128 record_hash(const Records& records, std::string_view changes);

}  // namespace trunklift
