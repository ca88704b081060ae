// Cells point to the delivery, or to a text that the caller holds.
#include "sink/ledger_rows.h"

namespace trunklift {
namespace {

Cell count_cell(std::uint64_t count) {
  return Cell::of(static_cast<std::int64_t>(count));
}

}  // namespace

Row ledger_row(const Delivery& delivery, std::string_view outcome,
               const Uuid& run, std::string& text) {
  using namespace legacy_document;
  const Identity& identity = delivery.identity;
  const auto* load = std::get_if<Delivery::Load>(&delivery.what);
  text = identity.content.hex();
  if (load) text += load->record_hash.hex();
  const std::string_view hashes = text;
  Row row(TableId::legacy_document);
  row[account_id] = Cell::of(identity.account_id);
  row[document_id] = Cell::of(identity.document_id);
  if (!identity.revision.empty()) row[revision] = Cell::of(identity.revision);
  row[content_hash] = Cell::of(hashes.substr(0, 32));
  if (load) row[record_hash] = Cell::of(hashes.substr(32));
  row[input] = Cell::of(delivery.input);
  row[byte_offset] = count_cell(delivery.blob.origin.offset);
  row[line] = count_cell(delivery.blob.origin.line);
  row[legacy_document::outcome] = Cell::of(outcome);
  if (load && !load->changes.empty()) row[changes] = Cell::of(load->changes);
  row[legacy_document::run_id] = Cell::id(run);
  return row;
}

Row unconverted_row(const Delivery& delivery, std::string_view outcome,
                    const Uuid& run, std::string& text) {
  using namespace unconverted_document;
  const Identity& identity = delivery.identity;
  text = identity.content.hex();
  Row row(TableId::unconverted_document);
  row[account_id] = Cell::of(identity.account_id);
  row[document_id] = Cell::of(identity.document_id);
  row[content_hash] = Cell::of(std::string_view(text));
  row[unconverted_document::outcome] = Cell::of(outcome);
  row[input] = Cell::of(delivery.input);
  row[byte_offset] = count_cell(delivery.blob.origin.offset);
  row[line] = count_cell(delivery.blob.origin.line);
  if (const auto* reject = std::get_if<Delivery::Reject>(&delivery.what)) {
    row[stage] = Cell::of(reject->stage);
    row[reasons] = Cell::of(reject->reasons);
  }
  row[document] = Cell::of(delivery.blob.bytes);
  row[unconverted_document::run_id] = Cell::id(run);
  return row;
}

Row vanished_row(const Identity& identity, const Uuid& run) {
  Row row(TableId::vanished_document);
  row[vanished_document::account_id] = Cell::of(identity.account_id);
  row[vanished_document::document_id] = Cell::of(identity.document_id);
  row[vanished_document::run_id] = Cell::id(run);
  return row;
}

}  // namespace trunklift
