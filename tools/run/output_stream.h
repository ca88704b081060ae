// Where a run's text goes: standard output or a file.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>

#include "base/part_file.h"
#include "report/report.h"

namespace trunklift {

// Standard output ("") is written at once, as far as that is worth a call; a
// file takes its name when it is committed.
class OutputStream : public ReportStream {
public:
  // When the reader of standard output goes away, or nothing can be written.
  enum class Failing : std::uint8_t {
    ends,         // BrokenPipe or Error at once: there is nothing else to do
    without_one,  // the rest is dropped if the reader is gone
    at_the_end    // the rest is dropped; an Error is thrown by `commit`
  };
  OutputStream(const std::string& path, FileMode mode,
               Failing when = Failing::ends);
  void write(std::string_view text) override;
  void commit();
  bool was_cut() const { return cut_; }

private:
  void flush();
  void write_out();

  Failing when_;
  bool cut_ = false;
  std::exception_ptr failure_;
  std::string buffer_;
  std::optional<PartFile> file_;
};

}  // namespace trunklift
