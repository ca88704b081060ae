// Where a run's text goes: standard output or a file.
#include "output_stream.h"

#include "base/interrupt.h"
#include "output.h"

namespace trunklift {

OutputStream::OutputStream(const std::string& path, ReaderGone when)
    : when_(when) {
  if (!path.empty()) file_.emplace(path);
}

void OutputStream::write(std::string_view text) {
  constexpr std::size_t flush_at = std::size_t{1} << 16;
  buffer_ += text;
  if (buffer_.size() >= flush_at) flush();
}

void OutputStream::commit() {
  flush();
  if (file_) file_->commit();
}

void OutputStream::flush() {
  if (file_) {
    file_->write(buffer_);
  } else if (!cut_) {
    write_standard();
  }
  buffer_.clear();
}

void OutputStream::write_standard() {
  try {
    write_output(buffer_);
    // Only then is it known whether it was taken.
    if (when_ == ReaderGone::goes_on) finish_output();
  } catch (const BrokenPipe&) {
    if (when_ == ReaderGone::ends) throw;
    cut_ = true;
    abandon_output();
  }
}

}  // namespace trunklift
