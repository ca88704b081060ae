// Where a run's text goes: standard output or a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/part_file.h"
#include "report/report.h"

namespace trunklift {

// Standard output ("") is written at once, as far as that is worth a call; a
// file takes its name when it is committed.
class OutputStream : public ReportStream {
public:
  // When the reader of standard output goes away.
  enum class ReaderGone : std::uint8_t {
    ends,    // BrokenPipe: nobody wants the rest
    goes_on  // there is more to do: the rest is dropped
  };
  explicit OutputStream(const std::string& path,
                        ReaderGone when = ReaderGone::ends);
  void write(std::string_view text) override;
  void commit();
  bool was_cut() const { return cut_; }

private:
  void flush();
  void write_standard();

  ReaderGone when_;
  bool cut_ = false;
  std::string buffer_;
  std::optional<PartFile> file_;
};

}  // namespace trunklift
