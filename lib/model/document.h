// A document of the input: where it came from, what it is, who it belongs to.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/hash.h"
#include "model/value.h"

namespace trunklift {

struct Origin {
  std::uint32_t input = 0;   // index into the list of input names
  std::uint64_t offset = 0;  // of the first byte, in the input
  std::uint64_t line = 0;    // 1-based, of the first byte
};

// How a document stands in its input.
enum class Form : std::uint8_t {
  line,        // alone in its line
  document,    // over several lines, or one of several in a line
  element,     // of an array
  array_line,  // of an array that has a line for itself, as in couchbackup
  row,         // of _all_docs or a view
  found,       // by _find
  change,      // of _changes
  noted,       // behind a note of a rejects file
  posted,      // of a body that _bulk_docs takes
  leaf,        // a revision, of _bulk_get or with open_revs
  api,         // the `data` of an answer of the platform's API
};
inline constexpr std::size_t form_count = 11;

// The bytes of one document, as they stand in the input; or what stands in a
// document's place.
struct Blob {
  enum class Sort : std::uint8_t {
    document,
    tombstone,     // a row that says that its document was deleted
    missing,       // a row that says that there is no such document
    bare_row,      // a row without its document
    server_error,  // what a server prints when it fails
    fragment,      // of a batch that couchbackup wrote again
    oversized,     // a document that was passed over; `bytes` is ""
    beside,        // what stands beside the documents of a body or a row
  };
  std::string_view bytes;
  Origin origin;
  Sort sort = Sort::document;
  Form form = Form::document;
  bool is_line = false;  // it may be several documents, see cut_again
  // The account that the input's path or the wrapping names; "" if none does.
  // The batch owns it.
  std::string_view account = {};
  std::uint64_t size = 0;  // of an oversized document, in bytes
  Hash128 content = {};    // of an oversized document
  // The revision that the wrapping says, for documents that say none.
  std::string_view revision = {};
  bool other_id = false;  // its row has another id
};

// The name under which stand-ins are counted: "tombstone", "missing", ...
std::string_view sort_name(Blob::Sort sort);

enum class Kind : std::uint8_t {
  trunkstore,  // pvt_type "sys_info": what the tool converts
  account,     // gives realm, name and caller ids to its account
  number,      // gives number-level failover
  limits,      // gives trunk limits in force
  other,       // counted by its pvt_type, and skipped
  unreadable,  // not JSON, or not an object
};

// Which of several versions of one document counts: the higher revision
// generation, then the higher revision hash (CouchDB's own rule), then one that
// is not deleted, then the higher content hash, so that the choice never
// depends on order.
struct Rank {
  std::uint64_t generation = 0;
  std::uint64_t revision = 0;
  std::uint64_t content = 0;
  auto operator<=>(const Rank&) const = default;
};

Rank rank_of(std::string_view revision, Hash128 content);

struct Identity {
  Kind kind = Kind::other;
  std::string kind_name;   // see kind_name_of
  std::string account_id;  // "" if the document does not say
  std::string document_id;
  std::string revision;      // "" if none
  bool has_revision = true;  // false: something around the document says it
  Hash128 content;           // see Parser::content
  bool has_id = false;  // false: `document_id` was derived from the content
  // A deleted document may list its versions (_revisions, in full backups):
  // these are the document and the versions that it takes the place of. Any
  // other version that is not deleted is the surviving branch of a conflict.
  std::vector<Rank> ancestors;
  bool deleted = false;  // any truthy pvt_deleted or _deleted: the platform's
                         // views drop the document
};

Rank rank_of(const Identity& identity);

// Whether a tombstone does not delete a version of that rank.
bool spares(const Identity& tombstone, const Rank& other);

// The versions that couchbackup's `_revisions` lists, its own document first.
std::vector<Rank> ancestors_of(const Value& revisions);

// What documents with that pvt_type are, whatever else they hold; Kind::other
// if the tool has nothing to do with them.
Kind kind_of_type(std::string_view pvt_type);

// What a document is counted as: its pvt_type, "untyped", or the type of what
// is no object.
std::string_view kind_name_of(const Value& root);

// Reads what a document says of itself. `root` must be an object. Documents
// without `_id` get one derived from their content; `account_if_unknown`
// stands in for a missing pvt_account_id.
Identity identify(const Value& root, Hash128 content,
                  std::string_view account_if_unknown);

// "account%2Fab%2Fcd%2F0123..." (or with plain slashes) -> "abcd0123...", "" if
// it is not the name of an account's database.
std::string account_from_database(std::string_view database);

// Whether a server-level `enabled` hides the numbers of the server from calls:
// anything loosely equal to false in JavaScript, as the number lookup tests it;
// "false" and null are not, "0.0" and [0] are. Source: cases srven-00 to
// srven-06, and w2-00113.
bool hides_numbers(const Value* enabled);

// JavaScript truth, as the platform's view functions test values.
bool is_truthy(const Value* value);

}  // namespace trunklift
