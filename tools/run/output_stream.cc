// Where a run's text goes: standard output or a file.
#include "run/output_stream.h"

#include "base/error.h"
#include "base/interrupt.h"
#include "run/output.h"

namespace trunklift {

OutputStream::OutputStream(const std::string& path, FileMode mode, Failing when)
    : when_(when) {
  if (!path.empty()) file_.emplace(path, mode);
}

void OutputStream::write(std::string_view text) {
  constexpr std::size_t flush_at = std::size_t{1} << 16;
  if (cut_ || failure_) return;
  buffer_ += text;
  if (buffer_.size() >= flush_at) flush();
}

void OutputStream::commit() {
  flush();
  if (failure_) std::rethrow_exception(failure_);
  if (file_) file_->commit();
}

void OutputStream::flush() {
  if (cut_ || failure_) return;
  try {
    write_out();
  } catch (const BrokenPipe&) {
    if (when_ == Failing::ends) throw;
    cut_ = true;
    abandon_output();
  } catch (const Error&) {
    if (when_ != Failing::at_the_end) throw;
    failure_ = std::current_exception();
    if (!file_) abandon_output();
  }
  buffer_.clear();
}

void OutputStream::write_out() {
  if (file_) return file_->write(buffer_);
  write_output(buffer_);
  // Only then is it known whether it was taken.
  if (when_ != Failing::ends) finish_output();
}

}  // namespace trunklift
