// Patterns of account ids and of places in a document.
#include "policy/glob.h"

#include <fnmatch.h>

#include <vector>

namespace trunklift {
namespace {

// "/a/b" is {"", "a", "b"}.
std::vector<std::string> tokens_of(std::string_view pointer) {
  std::vector<std::string> out;
  for (;;) {
    const std::size_t end = pointer.find('/');
    out.emplace_back(pointer.substr(0, end));
    if (end == std::string_view::npos) return out;
    pointer.remove_prefix(end + 1);
  }
}

}  // namespace

bool matches_glob(const std::string& pattern, const std::string& text) {
  return fnmatch(pattern.c_str(), text.c_str(), 0) == 0;
}

bool matches_pointer(std::string_view pattern, std::string_view pointer) {
  const std::vector<std::string> wanted = tokens_of(pattern);
  const std::vector<std::string> found = tokens_of(pointer);
  // As one matches a text with *: where the last ** may take one token more.
  std::size_t at = 0, place = 0;
  std::size_t star = wanted.size(), star_place = 0;
  while (place < found.size()) {
    if (at < wanted.size() && wanted[at] == "**") {
      star = at++;
      star_place = place;
    } else if (at < wanted.size() && matches_glob(wanted[at], found[place])) {
      ++at;
      ++place;
    } else if (star < wanted.size()) {
      at = star + 1;
      place = ++star_place;
    } else {
      return false;
    }
  }
  while (at < wanted.size() && wanted[at] == "**") ++at;
  return at == wanted.size();
}

}  // namespace trunklift
