// Context rows: what account, limits and number documents say.
#include "convert/convert.h"

namespace trunklift {
namespace {

Cell text_cell(Arena& arena, const Value* object, const Key& key) {
  const Value* value = object ? object->find(key) : nullptr;
  if (!value || !value->is(Type::string)) return {};
  return Cell::of(arena.copy(value->string()));
}

Cell count_cell(const Value& object, const Key& key) {
  const Value* value = object.find(key);
  if (!value || !value->is(Type::integer) || value->integer < 0) return {};
  return Cell::of(value->integer);
}

// One half of caller_id.external or caller_id.emergency.
Cell caller_id_cell(Arena& arena, const Value& root, std::string_view kind,
                    std::string_view half) {
  const Value* caller_id = root.find("caller_id");
  return text_cell(arena, caller_id ? caller_id->find(kind) : nullptr, half);
}

// The columns that every context table has.
Row context_row(TableId id, const Identity& identity, Arena& arena,
                std::size_t revision, std::size_t content) {
  Row row(id);
  row[0] = Cell::of(arena.copy(identity.account_id));
  if (!identity.revision.empty()) {
    row[revision] = Cell::of(arena.copy(identity.revision));
  }
  row[content] = Cell::of(arena.copy(identity.content.hex()));
  return row;
}

std::size_t content_hash_of(TableId id) {
  switch (id) {
    case TableId::legacy_account: return legacy_account::content_hash;
    case TableId::legacy_limits: return legacy_limits::content_hash;
    default: return legacy_number::content_hash;
  }
}

Row account_row(const Value& root, const Identity& identity, Arena& arena) {
  using namespace legacy_account;
  Row row = context_row(TableId::legacy_account, identity, arena, revision,
                        content_hash);
  row[name] = text_cell(arena, &root, "name");
  row[realm] = text_cell(arena, &root, "realm");
  row[caller_id_name] = caller_id_cell(arena, root, "external", "name");
  row[caller_id_number] = caller_id_cell(arena, root, "external", "number");
  row[emergency_caller_id_name] =
      caller_id_cell(arena, root, "emergency", "name");
  row[emergency_caller_id_number] =
      caller_id_cell(arena, root, "emergency", "number");
  return row;
}

Row limits_row(const Value& root, const Identity& identity, Arena& arena) {
  using namespace legacy_limits;
  Row row = context_row(TableId::legacy_limits, identity, arena, revision,
                        content_hash);
  row[twoway_trunks] = count_cell(root, "twoway_trunks");
  row[inbound_trunks] = count_cell(root, "inbound_trunks");
  return row;
}

// Most number documents say nothing that their trunk does not.
bool says_something(const Value& number) {
  const auto text = [](const Value* object, const Key& key) {
    const Value* value = object ? object->find(key) : nullptr;
    return value && value->is(Type::string) ? value : nullptr;
  };
  const auto is_usual = [](const Value* value, std::string_view usual) {
    return !value || value->string() == usual;
  };
  const Value* used_by = text(&number, "used_by");
  if (!used_by) used_by = text(&number, "pvt_used_by");
  const Value* failover = number.find("failover");
  return text(failover, "e164") || text(failover, "sip") ||
         !is_usual(used_by, "trunkstore") ||
         !is_usual(text(&number, "pvt_state"), "in_service");
}

Row number_row(const Value& root, const Identity& identity, Arena& arena) {
  using namespace legacy_number;
  Row row = context_row(TableId::legacy_number, identity, arena, revision,
                        content_hash);
  row[number] = Cell::of(arena.copy(identity.document_id));
  row[used_by] = text_cell(arena, &root, "used_by");
  if (row[used_by].is_null()) {
    row[used_by] = text_cell(arena, &root, "pvt_used_by");
  }
  row[state] = text_cell(arena, &root, "pvt_state");
  const Value* failover = root.find("failover");
  row[failover_number] = text_cell(arena, failover, "e164");
  row[failover_sip] = text_cell(arena, failover, "sip");
  return row;
}

}  // namespace

Records convert_context(const Value& root, const Identity& identity,
                        Arena& arena) {
  Records records;
  if (identity.deleted || identity.account_id.empty()) return records;
  switch (identity.kind) {
    case Kind::account:
      records.rows.push_back(account_row(root, identity, arena));
      break;
    case Kind::limits:
      records.rows.push_back(limits_row(root, identity, arena));
      break;
    case Kind::number:
      if (says_something(root)) {
        records.rows.push_back(number_row(root, identity, arena));
      }
      break;
    default: break;
  }
  for (Row& row : records.rows) {
    row[content_hash_of(row.table)] =
        Cell::of(arena.copy(record_hash(records, {}).hex()));
  }
  return records;
}

Hash128 context_hash(const Records& records) {
  if (records.rows.empty()) return {};
  const Row& row = records.rows.front();
  return hash_from_hex(row[content_hash_of(row.table)].text);
}

}  // namespace trunklift
