// Finds where documents end in the bytes of one input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/hash.h"
#include "source/couchdb_bodies.h"
#include "source/scanner.h"

namespace trunklift {

// What a rejects file puts in front of each document.
inline constexpr std::string_view reject_note = "{\"trunklift_reject\":";

// What the bytes at the front are.
struct Piece {
  enum class Kind : std::uint8_t {
    more,       // not known before there are more bytes
    skip,       // nothing that counts
    part,       // of a document that is too large; what it is comes later
    lines,      // documents and blank lines, one a line
    document,   // or what stands in its place
    row,        // of a CouchDB body
    head,       // of a body, in front of its first array
    beside,     // the value of another member of a body
    oversized,  // the last part of a document that was too large
    done,       // the input is at its end
  };
  Kind kind = Kind::more;
  Form form = Form::line;         // of a document or a row
  std::size_t end = 0;            // of what is found; it begins at the front
  std::size_t next = 0;           // where to go on
  std::uint64_t newlines = 0;     // in front of `next`, of lines
  std::uint64_t size = 0;         // of an oversized document
  Hash128 content = {};           // the same
  std::string_view problem = {};  // of the input; it may go on nevertheless
};

// Cuts one input into pieces. The form is found by content, and may change on
// the way: lines and documents over several lines, bodies of CouchDB, arrays
// may follow each other. A run of sound lines is one piece, to be cut by
// whoever has the time (source/cut.h).
class Splitter {
public:
  // A document of more than `largest` bytes is passed over. A run of lines ends
  // where it has `most_lines`.
  explicit Splitter(std::size_t largest,
                    std::size_t most_lines = std::size_t{1} << 13)
      : largest_(largest), most_lines_(most_lines) {}
  // For one line, which holds several documents, or an array.
  static Splitter of_line();

  // `bytes` start where the last piece said to go on. `complete`: they are all
  // that is left of the input.
  Piece next(std::string_view bytes, bool complete);

  // Whether ids of documents were passed over, in a list of them.
  bool passed_ids() const { return passed_ids_; }

private:
  // Where the front of the bytes is.
  enum class Place : std::uint8_t {
    start,    // of the input
    between,  // documents
    array,    // between its elements
    tail,     // of a body, between its members
    rejects,  // a rejects file, before a note
    noted,    // behind a note
    nowhere,  // the rest is not read
  };
  // What is being read; nothing, or it starts at the front.
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
  bool in_line_ = false;      // a document stands in the same line before
  bool shares_line_ = false;  // the same of the one that is being read
  Place place_ = Place::start;
  Reading reading_ = Reading::nothing;
  Scanner scanner_;
  std::size_t at_ = 0;        // how far the reading came
  std::uint64_t passed_ = 0;  // bytes of the document before the front
  HashStream hash_;           // of these
  // What is known of the array:
  bool is_body_ = false;
  Form form_ = Form::element;
  Elements elements_ = Elements::documents;
  bool on_first_line_ = false;
  bool comma_ = false;  // or the opening bracket, since the last element
  bool passed_ids_ = false;
  bool in_note_ = false;  // of a rejects file, whose end is not in sight
};

}  // namespace trunklift
