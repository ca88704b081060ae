// Rules and messages by what stands in place of a document.
#include "pipeline/stand_in.h"

#include "base/text.h"
#include "check/rules.h"

namespace trunklift {

const Rule* rule_of(Blob::Sort sort) {
  switch (sort) {
    case Blob::Sort::document:
    case Blob::Sort::tombstone:
    case Blob::Sort::beside: break;
    case Blob::Sort::missing: return &rule::document_missing;
    case Blob::Sort::bare_row: return &rule::row_without_document;
    case Blob::Sort::server_error: return &rule::server_error;
    case Blob::Sort::fragment: return &rule::backup_fragment;
    case Blob::Sort::oversized: return &rule::document_too_large;
  }
  return nullptr;
}

std::string explain(const Blob& blob, std::uint64_t largest) {
  switch (blob.sort) {
    case Blob::Sort::document:
    case Blob::Sort::tombstone:
    case Blob::Sort::beside: break;
    case Blob::Sort::missing: return "the server has no such document";
    case Blob::Sort::bare_row:
      return "expected the document in its row, found none (include_docs)";
    case Blob::Sort::server_error:
      return "expected a document, found an error of the server";
    case Blob::Sort::fragment:
      return "a document that is cut off; couchbackup wrote it again";
    case Blob::Sort::oversized:
      return grouped(blob.size) + " bytes, the limit is " + grouped(largest) +
             " (--max-document)";
  }
  return {};
}

Hash128 content_of(const Blob& blob) {
  return blob.sort == Blob::Sort::oversized ? blob.content
                                            : hash128(blob.bytes);
}

}  // namespace trunklift
