// What is said on standard error of inputs that were read.
#pragma once

#include <cstdint>
#include <vector>

#include "command.h"
#include "report/report.h"
#include "source/source.h"

namespace trunklift {

// Whether all inputs were there and were read to their ends.
bool were_read(const SourceStatus& inputs, std::uint64_t documents);

// What of the inputs was not read, for reports.
std::vector<RunSummary::Unread> unread_inputs(const SourceStatus& inputs,
                                              std::uint64_t documents);

// Names the inputs that could not be read, matched nothing or hold nothing.
// True if that is a failure: Exit::input. `documents` were read in all.
bool complain_of_inputs(const Settings& settings, const SourceStatus& inputs,
                        std::uint64_t documents);

}  // namespace trunklift
