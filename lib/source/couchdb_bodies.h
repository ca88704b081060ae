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

// An array of documents in a body.
struct BodyArray {
  std::string_view name;  // of the member
  Elements elements;
  Form form;
};
// Null if `name` is none.
const BodyArray* body_array(std::string_view name);

// The start of a body such as {"total_rows":3,"offset":0,"rows":[
struct BodyHead {
  enum class Is : std::uint8_t { unknown, no, yes };
  Is is = Is::no;
  std::size_t size = 0;  // up to the first element
  Elements elements = Elements::documents;
  Form form = Form::row;
};

// A head that is longer than this is none.
inline constexpr std::size_t longest_head = std::size_t{1} << 16;

// Whether `text`, which starts with an object, starts a body: it has an array
// of rows, docs, results or data, whatever stands beside it, and no member that
// only documents have. All of an object of up to `longest_head` bytes is looked
// at, of a longer one only what stands before the array. Unknown while too
// little of it is there.
BodyHead body_head(std::string_view text, bool complete);

// Whether only documents have such a member.
bool is_of_documents(std::string_view key);

// couchbackup appends this when it goes on with a file, even in the middle of a
// line, and writes the batch of that line again.
inline constexpr std::string_view resume_marker =
    R"({"marker":"@cloudant/couchbackup:resume"})";

}  // namespace trunklift
