// Finds where documents end in the bytes of one input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "source/couchdb_bodies.h"
#include "source/scanner.h"

namespace trunklift {

// In a rejects file, a line that starts so stands in front of each document.
inline constexpr std::string_view reject_note = "{\"trunklift_reject\":";

// What the splitter found at the front of the bytes.
struct Piece {
  enum class Kind : std::uint8_t {
    more,       // more bytes are needed
    skip,       // bytes that do not count
    part,       // a part of a value that is too large
    lines,      // a run of lines: documents, arrays or blank
    document,   // a document, or what stands in its place
    row,        // a row of a CouchDB body
    head,       // the part of a body in front of its first element
    beside,     // the value of another member of a body
    oversized,  // the last part of a value that is too large
    done,       // the end of the input
  };
  Kind kind = Kind::more;
  Form form = Form::line;      // of a document or a row
  std::size_t end = 0;         // where it ends; it starts at the front
  std::size_t next = 0;        // where the next piece starts
  std::uint64_t newlines = 0;  // only for lines: newlines before `next`
  std::uint64_t size = 0;      // only for oversized: all bytes of it
  Hash128 content = {};        // only for oversized: its hash
  // What is wrong with the input, which may go on nevertheless; "" if nothing.
  std::string_view problem = {};
};

// Cuts one input into pieces. It tells the form by the content. The form may
// change within an input: lines, documents over several lines, bodies of
// CouchDB and arrays may follow one another. A run of sound lines is one piece,
// which source/cut.h cuts further, in parallel.
class Splitter {
public:
  // A document of more than `largest` bytes is passed over. A run of lines ends
  // as soon as it has `most_lines`.
  explicit Splitter(std::size_t largest,
                    std::size_t most_lines = std::size_t{1} << 13)
      : largest_(largest), most_lines_(most_lines) {}
  // A splitter for one line that holds several documents or an array.
  static Splitter of_line();

  // `bytes` start at `next` of the last piece. `complete` says that they are
  // all that is left of the input.
  Piece next(std::string_view bytes, bool complete);

  // Whether a list of document ids was passed over.
  bool passed_ids() const { return passed_ids_; }

private:
  // Where in the input the front of the bytes is.
  enum class Place : std::uint8_t {
    start,    // at the start of the input
    between,  // between documents
    array,    // between the elements of an array
    tail,     // between the members of a body, behind an array
    rejects,  // in a rejects file, at a note
    noted,    // in a rejects file, behind a note
    nowhere,  // in a part that is not read
  };
  // What is being read. If anything is, it starts at the front.
  enum class Reading : std::uint8_t { nothing, value, rest_of_line, line };

  Piece start(std::string_view bytes, bool complete);
  Piece between(std::string_view bytes, bool complete);
  Piece element(std::string_view bytes, bool complete);
  Piece tail(std::string_view bytes, bool complete);
  Piece note(std::string_view bytes, bool complete);
  Piece noted(std::string_view bytes, bool complete);
  Piece value(std::string_view bytes, bool complete);
  Piece rest_of_line(std::string_view bytes, bool complete);
  Piece line(std::string_view bytes, bool complete);
  Piece ended(std::string_view bytes, std::size_t end, std::size_t next);
  Piece broken_body();
  void enter_body(Elements elements, Form form);
  Form form_of(std::string_view document) const;
  std::size_t end_before(std::string_view bytes, std::size_t at) const;
  Piece wait(std::string_view bytes, std::size_t seen);
  void leave_broken_array(char next);

  std::size_t largest_;
  std::size_t most_lines_;
  bool in_line_ = false;      // a document stands before it in the same line
  bool shares_line_ = false;  // the same for the value that is being read
  Place place_ = Place::start;
  Reading reading_ = Reading::nothing;
  Scanner scanner_;
  std::size_t at_ = 0;  // how far the current value was read
  // Bytes of the current value that were passed over.
  std::uint64_t passed_ = 0;
  HashStream hash_;  // of the bytes that were passed over
  // About the current array:
  bool is_body_ = false;
  Form form_ = Form::element;
  Elements elements_ = Elements::documents;
  bool on_first_line_ = false;
  bool comma_ = false;  // a comma or [ was seen since the last element
  bool passed_ids_ = false;
  bool in_note_ = false;  // the end of the current note is not read yet
};

}  // namespace trunklift
