// How a PostgreSQL target is asked what a run would do to it.
#pragma once

#include <string>

#include "sink/planning_sink.h"
#include "sink/postgres/connection.h"

namespace trunklift::postgres {

// Every question is a transaction that can write nothing. Fills in what
// `request.planned` says of the target.
PlanSource plan_source(const SinkRequest& request);

// The id of the run that began last, "" if there is none.
std::string last_run_of(Connection& connection, const std::string& schema);

}  // namespace trunklift::postgres
