// A file is opened once and read by lines, so that it may be a pipe.
#include "base/text_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

namespace trunklift {

TextFile::TextFile(const std::string& path, Failure failure)
    : path_(path), failure_(std::move(failure)) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) fail(errno);
  if (S_ISDIR(status.st_mode)) fail(EISDIR);
  errno = 0;
  file_.open(path, std::ios::binary);
  if (!file_) fail(errno);
  // A pipe cannot be gone back in: a byte at a time.
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  // What UTF-16 and UTF-32 may begin with, and text in UTF-8 does not.
  constexpr std::string_view wide{"\xFF\xFE\0", 3};
  const auto first = file_.peek();
  if (file_.bad()) fail(errno);
  if (first != std::ifstream::traits_type::eof() &&
      wide.find(std::ifstream::traits_type::to_char_type(first)) !=
          std::string_view::npos) {
    throw Error(failure_.code, failure_.attempt, path_,
                "it is UTF-16 or UTF-32, and UTF-8 is expected",
                failure_.advice);
  }
  if (first != std::ifstream::traits_type::to_int_type(mark.front())) {
    file_.clear(file_.rdstate() & std::ios::badbit);
    return;
  }
  std::string start(mark.size(), '\0');
  file_.read(start.data(), static_cast<std::streamsize>(start.size()));
  if (start == mark) return;
  file_.clear();
  for (auto count = file_.gcount(); count > 0; --count) file_.unget();
}

bool TextFile::next(std::string& line) {
  errno = 0;
  if (std::getline(file_, line)) return true;
  if (file_.bad()) fail(errno);
  return false;
}

std::string TextFile::rest() {
  errno = 0;
  std::string out;
  char piece[1 << 14];
  while (file_.read(piece, sizeof piece) || file_.gcount() > 0) {
    out.append(piece, static_cast<std::size_t>(file_.gcount()));
  }
  if (file_.bad()) fail(errno);
  return out;
}

void TextFile::fail(int reason) const {
  throw Error(failure_.code, failure_.attempt, path_,
              reason == 0 ? "a read failed" : std::strerror(reason),
              failure_.advice);
}

}  // namespace trunklift
