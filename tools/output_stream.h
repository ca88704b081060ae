// Where a run's text goes: standard output or a file.
#pragma once

#include <optional>
#include <string>

#include "base/part_file.h"
#include "report/report.h"

namespace trunklift {

// Standard output ("") is written at once, as far as that is worth a call; a
// file takes its name when it is committed.
class OutputStream : public ReportStream {
public:
  explicit OutputStream(const std::string& path);
  void write(std::string_view text) override;
  void commit();

private:
  void flush();

  std::string buffer_;
  std::optional<PartFile> file_;
};

}  // namespace trunklift
