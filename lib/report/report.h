// The interface of report formats. Each format is one file and one line in
// formats.def.
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

// The document that a finding is about. Its ids are in the form that reports
// show (base/shortened.h).
struct Subject {
  std::string_view account_id;
  std::string_view document_id;
  std::string_view input;  // the name of the input, in valid UTF-8
  Origin origin;
};

// Identifies a finding by account, document, rule, pointer and discriminator.
// It does not depend on the order, the input or the machine.
Hash128 fingerprint_of(const Subject& subject, const Finding& finding);
// The same as 32 hexadecimal digits.
std::string fingerprint(const Subject& subject, const Finding& finding);

// The summary of a run. Its lists are in the order in which reports print them.
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
  // An input or entry of an archive that could not be read to its end. `input`
  // is "" if the reason is about all inputs.
  struct Unread {
    std::string input;  // in valid UTF-8
    std::string reason;
  };
  // Whether all inputs were read to their ends.
  bool is_complete() const { return unread.empty() && !interrupted; }

  std::vector<Count> balance;     // read, loaded, unchanged, ...
  std::vector<Count> kinds;       // documents by kind
  std::vector<Count> severities;  // findings: error, warning, info
  std::vector<RuleCount> rules;   // by id, then the most severe first
  bool balanced = true;
  bool interrupted = false;  // not all inputs were read
  // The target has documents that were not read, and nobody can tell whether
  // they vanished.
  bool unknown_vanished = false;
  bool stopped = false;  // more were rejected than --max-rejects allows
  std::vector<Unread> unread = {};
  // A place in the inputs that leaves documents of the target in doubt. ""
  // means any account or document, and line 0 means the whole input.
  struct Doubted {
    std::string account_id, document_id, input;
    std::uint64_t line;
  };
  std::vector<Doubted> doubts = {};  // the first ones
  std::uint64_t doubt_count = 0;
  std::vector<Count> missing = {};  // documents not read: vanished, ...
  // Counts of findings that are not shown, by reason. Findings of rules that
  // are off are not counted.
  std::vector<Count> hidden = {};
  std::optional<Readiness> readiness = {};  // if it is known
};

// Where a report goes: standard output or a file. `write` throws Error if it
// fails.
class ReportStream {
public:
  virtual ~ReportStream() = default;
  virtual void write(std::string_view text) = 0;
};

// What a format may need to know about the run.
struct ReportSetting {
  bool color = false;
  std::span<const Rule* const> rules = {};  // all rules, by id
  std::string_view version = {};            // of trunklift
  std::string_view started = {};            // ISO 8601, UTC
};

// Puts findings into words. To count findings, a format adds 1 + Finding::more
// for each.
class Report {
public:
  virtual ~Report() = default;
  // Appends findings of one document. At the end of a run, a document may come
  // again with findings of rules across documents. All threads call this.
  virtual void document(ReportPart& out, const Subject& subject,
                        std::span<const Finding> findings) const = 0;
  // One thread calls the other functions. It first calls `take` for each part
  // that `document` filled, in input order,
  virtual void take(ReportStream& to, const ReportPart& made) {
    to.write(made.text);
  }
  // then `account` for each account that is not clean,
  virtual void account(ReportStream&, const AccountReadiness&) {}
  // and then `finish` once.
  virtual void finish(ReportStream& to, const RunSummary& summary) = 0;
};

struct ReportFormat {
  std::string_view name;
  bool is_data;  // lists all findings by default
  std::string_view summary;
  std::unique_ptr<Report> (*open)(const ReportSetting&);
};

// The rows of formats.def.
std::span<const ReportFormat> report_formats();
const ReportFormat* find_report_format(std::string_view name);

}  // namespace trunklift
