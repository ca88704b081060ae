// How findings leave the tool: one file a format.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"
#include "model/finding.h"

namespace trunklift {

// What a finding is about.
struct Subject {
  std::string_view account_id;
  std::string_view document_id;
  std::string_view input;  // name, in valid UTF-8
  Origin origin;
};

// The identity of a finding, whatever the order, the input or the machine:
// account, document, rule, pointer and discriminator. 32 hex digits.
std::string fingerprint(const Subject& subject, const Finding& finding);

// The end of a run, in the order in which reports print it.
struct RunSummary {
  struct Count {
    std::string name;
    std::uint64_t value;
  };
  std::vector<Count> balance;     // read, loaded, unchanged, ...
  std::vector<Count> kinds;       // documents by kind
  std::vector<Count> severities;  // findings: error, warning, info
  std::vector<Count> rules;       // findings by "TL0001 schema"
  bool balanced = true;
  bool interrupted = false;  // not all was read
  // The target has more documents, and nobody can tell whether they vanished.
  bool unknown_vanished = false;
  bool stopped = false;             // more was rejected than may be
  std::vector<Count> missing = {};  // in the target, not read: vanished, ...
};

// Where a report goes: standard output or a file. Throws on failure.
class ReportStream {
public:
  virtual ~ReportStream() = default;
  virtual void write(std::string_view text) = 0;
};

// Puts findings into words, appended to `out`; shared by all threads. Whoever
// calls keeps them in input order, those of all documents together at the end.
class Report {
public:
  virtual ~Report() = default;
  virtual void finding(std::string& out, const Subject& subject,
                       const Finding& finding) const = 0;
  virtual void finish(std::string& out, const RunSummary& summary) const = 0;
};

struct ReportFormat {
  std::string_view name;
  std::string_view summary;
  std::unique_ptr<Report> (*open)(bool color);
};

// The rows of formats.def.
std::span<const ReportFormat> report_formats();
const ReportFormat* find_report_format(std::string_view name);

}  // namespace trunklift
