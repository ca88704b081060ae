// Where a run's text goes: standard output or a file.
#include "output_stream.h"

#include "output.h"

namespace trunklift {

OutputStream::OutputStream(const std::string& path) {
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
  } else {
    write_output(buffer_);
  }
  buffer_.clear();
}

}  // namespace trunklift
