// What documents put into a part beside their own rows.
#pragma once

#include <string>
#include <string_view>

#include "model/document.h"
#include "model/modern.h"
#include "sink/postgres/load_batch.h"

namespace trunklift::postgres {

Destination destination_of(TableId table);

std::string trunk_id_of(const Identity& identity);

// A row of stage_document: what becomes of the document in the target (`kind`
// is replace, remove, pruned, returned, account, limits or number). `trunk_id`
// is empty where there is no trunk.
void stage(LoadBatch& part, const Identity& identity, std::string_view trunk_id,
           std::string_view kind);

// A row of before_image: the run brought this context row.
void note_context(LoadBatch& part, const Identity& identity,
                  const std::string& run_id, const Row& row);

}  // namespace trunklift::postgres
