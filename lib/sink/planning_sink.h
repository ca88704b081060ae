// Works out what a run would do to a target, and does nothing.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "ledger/known_documents.h"
#include "ledger/missing.h"
#include "sink/planned.h"
#include "sink/sink.h"

namespace trunklift {

// How a kind of target is asked. One thread asks.
struct PlanSource {
  std::function<void(KnownDocuments& stored)> read;
  // Calls `each` with what is to be marked, pruned or restored.
  std::function<Missing(KnownDocuments& stored, const Covers& covers,
                        const EachAtEnd& each)>
      find_missing;
  // Fills in `state` and `rows_before`.
  std::function<void(std::span<PlannedChange> changes)> look_up;
};

std::unique_ptr<Sink> open_planning_sink(const SinkRequest& request,
                                         PlanSource source);

}  // namespace trunklift
