// How findings leave the tool: one file a format.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "model/document.h"
#include "model/finding.h"
#include "model/readiness.h"
#include "report/part.h"

namespace trunklift {

// What a finding is about; ids as they are shown (base/shortened.h).
struct Subject {
  std::string_view account_id;
  std::string_view document_id;
  std::string_view input;  // name, in valid UTF-8
  Origin origin;
};

// The identity of a finding, whatever the order, the input or the machine:
// account, document, rule, pointer and discriminator.
Hash128 fingerprint_of(const Subject& subject, const Finding& finding);
// Its 32 hex digits.
std::string fingerprint(const Subject& subject, const Finding& finding);

// The end of a run, in the order in which reports print it.
struct RunSummary {
  struct Count {
    std::string name;
    std::uint64_t value;
  };
  struct RuleCount {
    const Rule* rule;
    Severity severity;
    std::uint64_t count;
  };
  // An input, or an entry of one, that could not be read to its end. The input
  // is "" where the reason speaks of all of them.
  struct Unread {
    std::string input;  // in valid UTF-8
    std::string reason;
  };
  // Whether it speaks of all inputs, to their ends.
  bool is_complete() const { return unread.empty() && !interrupted; }

  std::vector<Count> balance;     // read, loaded, unchanged, ...
  std::vector<Count> kinds;       // documents by kind
  std::vector<Count> severities;  // findings: error, warning, info
  std::vector<RuleCount> rules;   // by id, the most severe first
  bool balanced = true;
  bool interrupted = false;  // not all was read
  // The target has more documents, and nobody can tell whether they vanished.
  bool unknown_vanished = false;
  bool stopped = false;  // more was rejected than may be
  std::vector<Unread> unread = {};
  // What left documents of the target in doubt; "" is any, line 0 all lines.
  struct Doubted {
    std::string account_id, document_id, input;
    std::uint64_t line;
  };
  std::vector<Doubted> doubts = {};  // the first ones
  std::uint64_t doubt_count = 0;
  std::vector<Count> missing = {};  // in the target, not read: vanished, ...
  // Findings that are not shown, by reason; of rules that are off, none.
  std::vector<Count> hidden = {};
  std::optional<Readiness> readiness = {};  // unless nobody can tell
};

// Where a report goes: standard output or a file. Throws on failure.
class ReportStream {
public:
  virtual ~ReportStream() = default;
  virtual void write(std::string_view text) = 0;
};

// What a format may need to know of the run.
struct ReportSetting {
  bool color = false;
  std::span<const Rule* const> rules = {};  // all there are, by id
  std::string_view version = {};            // of the tool
  std::string_view started = {};            // ISO 8601, UTC
};

// Puts findings into words. What it counts are findings and what these stand
// for: Finding::more.
class Report {
public:
  virtual ~Report() = default;
  // Appends the findings of one document, or of one that is told of at the end.
  // Called by all threads.
  virtual void document(ReportPart& out, const Subject& subject,
                        std::span<const Finding> findings) const = 0;
  // All else is called by one thread: first what `document` made of several
  // documents, in input order;
  virtual void take(ReportStream& to, const ReportPart& made) {
    to.write(made.text);
  }
  // then once for each account that is not clean;
  virtual void account(ReportStream&, const AccountReadiness&) {}
  // then once.
  virtual void finish(ReportStream& to, const RunSummary& summary) = 0;
};

struct ReportFormat {
  std::string_view name;
  bool is_data;  // for programs: it lists all, unless it is told otherwise
  std::string_view summary;
  std::unique_ptr<Report> (*open)(const ReportSetting&);
};

// The rows of formats.def.
std::span<const ReportFormat> report_formats();
const ReportFormat* find_report_format(std::string_view name);

}  // namespace trunklift
