// These rows are lines of COPY's text format.
#include "sink/postgres/load_batch_rows.h"

#include "base/uuid.h"
#include "sink/postgres/copy_text.h"

namespace trunklift::postgres {

Destination destination_of(TableId table) {
  switch (table) {
    case TableId::trunk: return Destination::trunk;
    case TableId::device: return Destination::device;
    case TableId::phone_number: return Destination::phone_number;
    case TableId::legacy_account: return Destination::legacy_account;
    case TableId::legacy_limits: return Destination::legacy_limits;
    case TableId::legacy_number: return Destination::legacy_number;
    case TableId::legacy_document: return Destination::legacy_document;
    default: return Destination::unconverted_document;
  }
}

std::string trunk_id_of(const Identity& identity) {
  return uuid5(identity.account_id + '\n' + identity.document_id);
}

void stage(LoadBatch& part, const Identity& identity, std::string_view trunk_id,
           std::string_view kind) {
  std::string line;
  append_copy_text(line, identity.account_id);
  line += '\t';
  append_copy_text(line, identity.document_id);
  line += '\t';
  line += trunk_id.empty() ? "\\N" : trunk_id;
  line += '\t';
  line += kind;
  line += '\n';
  part.add_text(Destination::stage_document, line);
}

void note_context(LoadBatch& part, const Identity& identity,
                  const std::string& run_id, const Row& row) {
  std::string line;
  append_copy_text(line, identity.account_id);
  line += '\t' + run_id + '\t';
  line += name_of(destination_of(row.table));
  line += '\t';
  if (row.table == TableId::legacy_number) {
    append_copy_text(line, row[legacy_number::number].text());
  }
  part.add_text(Destination::before_image, line + "\tinsert\n");
}

}  // namespace trunklift::postgres
