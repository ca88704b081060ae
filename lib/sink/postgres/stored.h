// Reads what a target's ledger says of documents.
#pragma once

#include "ledger/known_documents.h"
#include "model/settled.h"
#include "sink/postgres/connection.h"
#include "sink/sink.h"

namespace trunklift::postgres {

// Reads the ledger, the context tables and what is marked as vanished, in the
// transaction at hand. `settled` gets what runs of this very program converted,
// as `info` tells it.
void read_stored(Connection& connection, const RunInfo& info,
                 KnownDocuments& stored, SettledVersions& settled);

}  // namespace trunklift::postgres
