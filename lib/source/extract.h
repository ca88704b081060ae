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
  // What the wrapping tells; otherwise the place of the text does.
  bool has_form = false;
  Form form = Form::document;
  std::string_view account = {}, revision = {};
  bool other_id = false;  // see Blob
};

// Where an object stands.
enum class Standing : std::uint8_t {
  alone,   // or in any array
  in_row,  // in an array of rows
  leaf,    // in the `docs` of a row of _bulk_get
};

// What `text`, which is a JSON value, or begins like one, holds: a document,
// rows of CouchDB, a body, an answer of the platform's API, in one another.
// Appends nothing where there is nothing that counts. Whatever is beside the
// documents and may hold others is appended as such.
void extract(std::string_view text, Standing standing,
             std::vector<Extract>& out);

// What stands in front of the first element of a body, `head`, and what is the
// value of another member of it, if that may hold documents.
void extract_head(std::string_view head, std::vector<Extract>& out);
void extract_beside(std::string_view value, std::vector<Extract>& out);

// Whether `line` is the one that couchbackup starts a file with.
bool is_backup_head(std::string_view line);

}  // namespace trunklift
