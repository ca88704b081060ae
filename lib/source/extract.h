// Takes documents out of what is wrapped around them.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/document.h"

namespace trunklift {

// A document, or what stands in its place.
struct Extract {
  Blob::Sort sort = Blob::Sort::document;
  std::string_view bytes;
  // The form that the wrapping shows. If `has_form` is false, the form is that
  // of the whole text.
  bool has_form = false;
  Form form = Form::document;
  std::string_view account = {}, revision = {};
  bool other_id = false;  // see Blob
};

// Where an object stands, which decides what it may be.
enum class Standing : std::uint8_t {
  alone,   // by itself, or in an array of documents
  in_row,  // in an array of rows
  leaf,    // in the `docs` of a row of _bulk_get
};

// Appends what `text` holds: documents out of rows, bodies and answers of the
// platform's API, even if these are nested, or what stands in place of a
// document. `text` is a JSON value or begins like one. Appends nothing if it
// holds nothing that counts. A member beside the documents is appended as
// `beside` if it may hold a trunkstore document.
void extract(std::string_view text, Standing standing,
             std::vector<Extract>& out);

// The same for `head`, the part of a body in front of its first element, and
// for the value of another member of a body.
void extract_head(std::string_view head, std::vector<Extract>& out);
void extract_beside(std::string_view value, std::vector<Extract>& out);

// Whether `line` is the one with which couchbackup starts a file.
bool is_backup_head(std::string_view line);

}  // namespace trunklift
