// What CouchDB and couchbackup print around documents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/document.h"

namespace trunklift {

// The elements of the array in a body.
enum class Elements : std::uint8_t {
  documents,
  rows,  // which hold a document each
};

// The start of a body such as {"total_rows":3,"offset":0,"rows":[
struct BodyHead {
  enum class Is : std::uint8_t { unknown, no, yes };
  Is is = Is::no;
  std::size_t size = 0;  // up to the first element
  Elements elements = Elements::documents;
  Form form = Form::row;
};

// Whether `text`, which starts with an object, starts a body: only members that
// bodies have stand before an array of rows, docs or results. Unknown while too
// little of it is there.
BodyHead body_head(std::string_view text, bool complete);

// A glance at the first key: false for nearly all documents.
bool may_be_body(std::string_view text);

// The part of a row that is its document, or the row and what it says instead.
struct Extract {
  Blob::Sort sort = Blob::Sort::document;
  std::string_view bytes;
  bool is_change = false;  // of a continuous feed
};
Extract in_row(std::string_view row);

// The same for an object between documents: it may be a change of a continuous
// feed, an error of the server, or a line of couchbackup. `bytes` is "" where
// nothing is found that counts.
Extract in_object(std::string_view text);

// Whether `line` is the one that couchbackup starts a file with.
bool is_backup_head(std::string_view line);

// couchbackup appends this when it goes on with a file, even in the middle of a
// line, and writes the batch of that line again.
inline constexpr std::string_view resume_marker =
    R"({"marker":"@cloudant/couchbackup:resume"})";

}  // namespace trunklift
