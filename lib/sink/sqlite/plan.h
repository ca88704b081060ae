// How a SQLite target is asked what a run would do to it.
#pragma once

#include "sink/planning_sink.h"

namespace trunklift::sqlite {

// The file is opened for reading, and need not be there.
PlanSource plan_source(const SinkRequest& request);

}  // namespace trunklift::sqlite
