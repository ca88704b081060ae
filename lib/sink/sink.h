// Where records go: one file a kind of target.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/delivery.h"
#include "ledger/missing.h"
#include "model/balance.h"
#include "model/document.h"
#include "model/modern.h"
#include "model/settled.h"
#include "sink/planned.h"

namespace trunklift {

// What a run says of itself in the target.
struct RunInfo {
  std::string version, rules_version, inputs_json, options_json;
};

// A document that the target would not take, and why.
struct Refusal {
  Identity identity;
  Origin origin;
  std::string input;  // name
  std::string bytes;  // the document
  std::string reason;
  Bucket counted;  // as what, until now
};

// How a run ended, and what it knows of documents that it did not meet.
struct RunEnd {
  const Balance& balance;
  bool interrupted;
  Covers covers = {};
  // What the run did is to be undone; nothing is to be known to have vanished.
  bool take_back = false;
};

// One thread uses a sink. What is not finished is undone or left for the next
// run; records and what the ledger says of them are committed together.
class Sink {
public:
  virtual ~Sink() = default;
  // Returns loaded, unchanged or superseded (by a newer revision in the target)
  // if records are delivered, and skipped for everything else.
  virtual Bucket write(const Delivery& delivery) = 0;
  // The versions that are known to be unchanged without being converted, as
  // they were when the sink was opened. Null if that is not known.
  virtual const SettledVersions* settled() const { return nullptr; }
  // Waits until all that was handed over is in the target. The documents that
  // it did not take are given back, each once, in input order.
  virtual std::vector<Refusal> settle() { return {}; }
  // Marks or prunes what vanished, works out what depends on several documents,
  // writes the balance, commits.
  virtual Missing finish(const RunEnd& end) = 0;
};

struct SinkRequest {
  std::string place;  // what stands behind "scheme:"; may hold a password
  RunInfo run;
  bool prune = false;          // what vanished is deleted, not marked
  bool may_take_back = false;  // a RunEnd may say so
  // If there is one, nothing is written, and what would be is told there.
  PlannedRun* planned = nullptr;
  // The id of the run that has to be the last one of the target, "" for none.
  std::optional<std::string> after_run = {};
  // The following is for servers alone.
  std::string schema = "trunklift";
  unsigned connections = 1;
  std::chrono::seconds retry_for{60};
  std::size_t memory = std::size_t{1} << 30;
};

struct SinkKind {
  std::string_view scheme;  // "sqlite", as in sqlite:FILE
  std::string_view place;   // "FILE", for help
  std::unique_ptr<Sink> (*open)(const SinkRequest& request);
};

// The rows of sinks.def.
std::span<const SinkKind> sink_kinds();
const SinkKind* find_sink_kind(std::string_view scheme);

// Calls `each` with all that a SQLite target holds of one document after the
// other, in order of account and document id: what was converted, then the
// bytes of rejected and deleted documents.
struct StoredDocuments {
  std::function<void(const StoredDocument&)> converted;
  std::function<void(std::string_view bytes)> unconverted;
};
void read_sqlite(const std::string& path, const StoredDocuments& each);

}  // namespace trunklift
