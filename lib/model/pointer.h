// Where in a document we are: a JSON Pointer that is only spelt out on need.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trunklift {

// One step of a path, on the stack of whoever walks the document; the root has
// no `up`. A step is a member key, or an array index when `key.data()` is null.
struct Place {
  const Place* up = nullptr;
  std::string_view key;
  std::size_t index = 0;

  Place() = default;
  Place(const Place& parent, std::string_view member)
      : up(&parent), key(member.data() ? member : std::string_view("")) {}
  Place(const Place& parent, std::size_t item) : up(&parent), index(item) {}
};

// RFC 6901: "" for the root, "/servers/0/DIDs/+1415", `~` and `/` escaped.
std::string to_pointer(const Place& place);
void append_pointer(std::string& pointer, const Place& place);

// Appends one reference token, escaped, with its slash.
void append_token(std::string& pointer, std::string_view token);

}  // namespace trunklift
