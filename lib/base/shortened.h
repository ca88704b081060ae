// What people see of texts that may be as long as a document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace trunklift {

// Longer ids, keys and pointers are shortened in reports and messages.
inline constexpr std::size_t most_shown = 256;  // characters

// Messages are when they are longer than this, in characters: most name two or
// three ids, each as it is shown.
inline constexpr std::size_t most_of_message = 2048;

// Whether `text`, in any bytes, has more than `most` characters.
bool is_longer_than(std::string_view text, std::size_t most);

// The text itself. If it has more than `most_shown` characters: both ends, and
// between them its number of bytes and a hash of all of it:
// "abc…(1234567 bytes, 1a2b3c4d5e6f7788)…xyz", which is not shortened again.
std::string shortened(std::string_view text);

// The same with what is known: a text that begins and ends like that, with its
// size and hash.
std::string shortened(std::string_view head, std::string_view tail,
                      std::uint64_t size, std::uint64_t hash);

// The same, without a copy of what is short; `room` is for what is not.
std::string_view shown(std::string_view text, std::string& room);

// The name of an input, which others have to find, is shortened only if it is
// longer than a path can be.
std::string shown_input(std::string_view name);

}  // namespace trunklift
