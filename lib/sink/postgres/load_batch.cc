// The rows of a table are one text; documents are told by where rows end.
#include "sink/postgres/load_batch.h"

#include <algorithm>

#include "base/hash.h"
#include "sink/postgres/copy_binary.h"

namespace trunklift::postgres {
namespace {

constexpr std::array<std::string_view, destinations> names = {
    "trunk",
    "device",
    "phone_number",
    "legacy_document",
    "unconverted_document",
    "legacy_account",
    "legacy_limits",
    "legacy_number",
    "vanished_document",
    "before_image",
    "stage_document"};

constexpr std::size_t index(Destination destination) {
  return static_cast<std::size_t>(destination);
}

// An account has one row for each kind of context, whatever the document is
// called.
std::uint64_t key_of(const Identity& identity) {
  const bool is_of_account =
      identity.kind == Kind::account || identity.kind == Kind::limits;
  return FieldHash()
      .add(static_cast<std::int64_t>(identity.kind))
      .add(identity.account_id)
      .add(is_of_account ? std::string_view() : identity.document_id)
      .finish()
      .low;
}

}  // namespace

std::string_view name_of(Destination destination) {
  return names[index(destination)];
}

void LoadBatch::add_row(Destination destination, const Row& row) {
  append_binary_row(text_[index(destination)], table(row.table), row);
  ++rows_[index(destination)];
}

void LoadBatch::add_text(Destination destination, std::string_view line) {
  text_[index(destination)] += line;
  ++rows_[index(destination)];
}

void LoadBatch::end_document(const Delivery& delivery) {
  end_document(delivery.identity, delivery.blob, delivery.input,
               delivery.is<Delivery::Load>()     ? Bucket::loaded
               : delivery.is<Delivery::Reject>() ? Bucket::rejected
                                                 : Bucket::skipped);
}

void LoadBatch::end_document(const Identity& identity) {
  end_document(identity, {}, {}, Bucket::skipped);
}

void LoadBatch::end_document(const Identity& identity, const Blob& blob,
                             std::string_view input, Bucket counted) {
  std::size_t bytes = 0;
  for (const std::string& text : text_) bytes += text.size();
  if (bytes == bytes_) return;
  bytes_ = bytes;
  auto& ends = ends_.emplace_back();
  for (std::size_t i = 0; i < destinations; ++i) ends[i] = text_[i].size();
  row_ends_.push_back(rows_);
  keys_.insert(key_of(identity));
  sources_.push_back({identity.account_id, identity.document_id,
                      identity.revision, std::string(input),
                      std::string(blob.bytes), identity.content, blob.origin,
                      identity.kind, counted});
}

bool LoadBatch::may_hold(const Identity& identity) const {
  return keys_.contains(key_of(identity));
}

std::string_view LoadBatch::text(Destination destination, std::size_t from,
                                 std::size_t to) const {
  const std::size_t table = index(destination);
  const std::size_t start = from == 0 ? 0 : ends_[from - 1][table];
  const std::size_t end = to == 0 ? 0 : ends_[to - 1][table];
  return std::string_view(text_[table]).substr(start, end - start);
}

std::size_t LoadBatch::rows(Destination destination, std::size_t from,
                            std::size_t to) const {
  const std::size_t table = index(destination);
  return (to == 0 ? 0 : row_ends_[to - 1][table]) -
         (from == 0 ? 0 : row_ends_[from - 1][table]);
}

std::size_t LoadBatch::document_of(Destination destination, std::size_t from,
                                   std::size_t line) const {
  const std::size_t table = index(destination);
  const std::string& text = text_[table];
  std::size_t at = from == 0 ? 0 : ends_[from - 1][table];
  for (; line > 1 && at < text.size(); --line) {
    at = is_binary(destination) ? binary_row_end(text, at)
                                : std::min(text.find('\n', at), text.size());
    if (!is_binary(destination)) ++at;
  }
  const auto found =
      std::partition_point(ends_.begin(), ends_.end(),
                           [&](const auto& ends) { return ends[table] <= at; });
  return static_cast<std::size_t>(found - ends_.begin());
}

Refusal LoadBatch::refusal(std::size_t document,
                           const std::string& reason) const {
  const Source& source = sources_[document];
  Refusal out;
  out.identity.kind = source.kind;
  out.identity.account_id = source.account_id;
  out.identity.document_id = source.document_id;
  out.identity.revision = source.revision;
  out.identity.content = source.content;
  out.origin = source.origin;
  out.bytes = source.bytes;
  out.input = source.input;
  out.reason = reason;
  out.counted = source.counted;
  return out;
}

}  // namespace trunklift::postgres
