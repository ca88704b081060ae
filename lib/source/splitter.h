// Finds where documents end in a stream of bytes that is not one a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trunklift {

// How documents follow each other in an input; found by content.
enum class Framing : std::uint8_t {
  lines,      // one a line
  documents,  // one after the other, over as many lines as they like
  array,      // elements of one JSON array
  rejects,    // a rejects file: notes, each followed by the rejected bytes
};

// Decides from the first bytes of an input (blanks skipped by the caller).
// `complete`: the bytes are all there are.
Framing framing_of(std::string_view start, bool complete);

// What a rejects file puts in front of each document.
inline constexpr std::string_view reject_note = "{\"trunklift_reject\":";

// Where the next document begins and ends, relative to the bytes handed in.
struct Cut {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t next = 0;  // where to go on
  bool found = false;    // false: more bytes are needed, or none are left
};

// The first document in `bytes`. `complete`: no more bytes follow; then what
// is left is a document even if it is cut short.
Cut next_cut(Framing framing, std::string_view bytes, bool complete);

}  // namespace trunklift
