// Works out what a run would do to a target, and does nothing.
#pragma once

#include <functional>
#include <memory>
#include <span>

#include "sink/known_documents.h"
#include "sink/planned.h"
#include "sink/sink.h"

namespace trunklift {

// How a kind of target is asked; used by one thread.
struct PlanSource {
  std::function<void(KnownDocuments& stored)> read;
  // See RunEnd and postgres::find_missing; `action` is vanish, prune or
  // restore, `elsewhere` counts the others.
  struct Found {
    Action action;
    std::string account_id, document_id;
  };
  std::function<Missing(KnownDocuments& stored, const Covers& covers,
                        const std::function<void(const Found&)>& each)>
      find_missing;
  // Fills in `state` and `rows_before`.
  std::function<void(std::span<PlannedChange> changes)> look_up;
};

std::unique_ptr<Sink> open_planning_sink(const SinkRequest& request,
                                         PlanSource source);

}  // namespace trunklift
