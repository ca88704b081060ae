// The reports of a run, and the files that they and the rejects go to.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "command.h"
#include "options/rule_registry.h"
#include "pipeline/run.h"
#include "run/output_stream.h"

namespace trunklift {

// In the order in which they were asked for; then the baseline, if one is to be
// written.
class ReportOutputs {
public:
  // `has_target`: something is written besides, so that the run goes on when
  // the reader of standard output goes away.
  ReportOutputs(const Settings& settings, const RuleRegistry& registry,
                bool has_target);

  std::vector<Run::Parts::Output> all() const;
  std::vector<PlannedReport> reports() const;
  ReportStream* rejects() const;  // nullptr: none
  // `complete`: all inputs were read, so that a baseline may be written. Of
  // what fails, the first is thrown when all others have been written.
  void commit(bool complete);
  bool was_cut() const;  // a report that standard output was to get

private:
  OutputStream* open(const std::string& path, FileMode mode);

  OutputStream::Failing when_failing_ = OutputStream::Failing::ends;
  std::vector<std::unique_ptr<OutputStream>> streams_;
  std::vector<std::unique_ptr<Report>> reports_;
  std::vector<PlannedReport> planned_;
  std::vector<Run::Parts::Output> outputs_;
  OutputStream* rejects_ = nullptr;
  OutputStream* baseline_ = nullptr;
};

}  // namespace trunklift
