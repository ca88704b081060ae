// Recognizes what CouchDB, the platform's API and couchbackup print around
// documents.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "model/document.h"

namespace trunklift {

// What the elements of the array in a body are.
enum class Elements : std::uint8_t {
  documents,
  rows,  // objects that hold a document each
};

// An array of documents in a body.
struct BodyArray {
  std::string_view name;  // of the array's member
  Elements elements;
  Form form;
};
// Returns nullptr if no body has an array of that name.
const BodyArray* body_array(std::string_view name);

// The start of a body, such as {"total_rows":3,"offset":0,"rows":[
struct BodyHead {
  enum class Is : std::uint8_t { unknown, no, yes };
  Is is = Is::no;
  std::size_t size = 0;  // in bytes, up to the first element
  Elements elements = Elements::documents;
  Form form = Form::row;
};

// In bytes. A longer head is not recognized.
inline constexpr std::size_t longest_head = std::size_t{1} << 16;

// Whether `text`, which starts with an object, starts a body. A body has an
// array named rows, docs, results or data, and no member that only documents
// have. An object of up to `longest_head` bytes is looked at as a whole; in a
// longer one, only members that stand before the array count. The answer is
// `unknown` if more bytes are needed; `complete` says that there are no more.
BodyHead body_head(std::string_view text, bool complete);

// Whether only documents have a member of that name.
bool is_of_documents(std::string_view key);

// couchbackup appends this when it resumes a backup, even in the middle of a
// line. Then it writes the batch of that line again.
inline constexpr std::string_view resume_marker =
    R"({"marker":"@cloudant/couchbackup:resume"})";

}  // namespace trunklift
