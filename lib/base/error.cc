// An error puts its words together, and shortens what came from an input.
#include "base/error.h"

#include <utility>

#include "base/shortened.h"

namespace trunklift {
namespace {

// Paths stay whole; what is longer holds a text of an input, or of a server.
std::string shown_part(const std::string& text) {
  constexpr std::size_t longest_path = 4096;
  return text.size() > longest_path ? shortened(text) : text;
}

}  // namespace

Error::Error(Exit code, const std::string& attempt, const std::string& object,
             const std::string& reason, std::string advice)
    : std::runtime_error("cannot " + attempt +
                         (object.empty() ? "" : " " + shown_part(object)) +
                         (reason.empty() ? "" : ": " + shown_part(reason))),
      code_(code),
      advice_(std::move(advice)) {}

}  // namespace trunklift
