// Rows beside others that are there: SQL that puts stages into tables.
#pragma once

#include <array>
#include <string>

#include "sink/postgres/load_batch.h"

namespace trunklift::postgres {

// "COPY trunk(...) FROM STDIN", or the same of its stage.
std::string copy_table(Destination destination, bool staged);
std::string copy_sql(Destination destination, bool staged);

// Creates temporary tables for one transaction: stage_trunk, ...
std::string create_stages();

// Deletes what is in them. `for_good` gives back the room that it took: new
// files, which takes longer than all else that is done to a few rows.
std::string empty_stages(bool for_good);

// Puts what the stages hold into the tables. Rows that are as they should be
// are not touched; rows that are changed, removed or new are noted in
// before_image for this run. For execute_counted.
std::string merge_sql(const std::string& run_id,
                      const std::array<bool, destinations>& staged,
                      LoadMode mode);

}  // namespace trunklift::postgres
