// Places in a document: a JSON Pointer that is only spelt out when needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trunklift {

struct Value;

// One step of a path, on the stack of whoever walks the document; the root has
// no `up`. A step is a member key, or an array index when `key.data()` is null.
struct Place {
  const Place* up = nullptr;
  std::string_view key;
  std::size_t index = 0;
  // The hash of the whole path, or 0 before it was asked for. Places below one
  // long key then do not hash it again.
  mutable std::uint64_t hash = 0;

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

// The reference tokens of a pointer, unescaped: {"a/b", "0"} of "/a~1b/0", and
// none of "". A `~` that escapes nothing stays as it is.
std::vector<std::string> tokens_of(std::string_view pointer);
std::string unescaped(std::string_view token);
// Which item of an array a token names: digits without a leading zero.
std::optional<std::size_t> item_index(std::string_view token);
// The item or member that a token names, or nullptr.
Value* child_of(const Value& value, std::string_view token);

// A finding keeps a pointer of up to this many bytes, not counting what escapes
// add. It keeps a longer one in its shown form, which leads nowhere.
inline constexpr std::size_t most_of_pointer = 1024;
bool is_kept_whole(const Place& place);
bool is_kept_whole(std::string_view pointer);
struct KeptPointer {
  std::string text;
  bool leads_nowhere;
};
KeptPointer kept_pointer(const Place& place);

// Shortens a pointer as `shortened` does. The hash is made step by step, so
// that below a long key it costs no more than the depth.
std::string shortened_pointer(const Place& place);
std::string shortened_pointer(std::string_view pointer);
// The same, but copies only long pointers, to `room`.
std::string_view shown_pointer(std::string_view pointer, std::string& room);

}  // namespace trunklift
