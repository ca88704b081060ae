// Context rows: what account, limits and number documents say.
#include "convert/convert.h"
#include "model/limits.h"
#include "model/placeholder.h"

namespace trunklift {
namespace {

// The text of a member, unless it is "undefined".
const Value* text_in(const Value* object, const Key& key) {
  const Value* value = object ? object->find(key) : nullptr;
  return value && value->is(Type::string) && !is_undefined(*value) ? value
                                                                   : nullptr;
}

Cell text_cell(Arena& arena, const Value* object, const Key& key) {
  const Value* value = text_in(object, key);
  return value ? Cell::of(arena.copy(value->string())) : Cell{};
}

// The text of a number or an address; a word for nothing counts as absent.
const Value* dialled_in(const Value* object, const Key& key) {
  const Value* value = text_in(object, key);
  return value && !is_placeholder(value->string()) ? value : nullptr;
}

Cell dialled_cell(Arena& arena, const Value* object, const Key& key) {
  return dialled_in(object, key) ? text_cell(arena, object, key) : Cell{};
}

Cell count_cell(const std::optional<std::int64_t>& count) {
  return count ? Cell::of(*count) : Cell{};
}

// One half of caller_id.external or caller_id.emergency.
Cell caller_id_cell(Arena& arena, const Value& root, std::string_view kind,
                    std::string_view half) {
  const Value* caller_id = root.find("caller_id");
  const Value* id = caller_id ? caller_id->find(kind) : nullptr;
  return half == "number" ? dialled_cell(arena, id, half)
                          : text_cell(arena, id, half);
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
  const Limits limits = limits_in_force(root);
  row[twoway_trunks] = count_cell(limits.twoway_trunks);
  row[inbound_trunks] = count_cell(limits.inbound_trunks);
  return row;
}

// Whether it says something that its trunk does not; most do not.
bool says_something(const Value& number) {
  const auto is_usual = [](const Value* value, std::string_view usual) {
    return !value || value->string() == usual;
  };
  const Value* used_by = text_in(&number, "used_by");
  if (!used_by) used_by = text_in(&number, "pvt_used_by");
  const Value* failover = number.find("failover");
  return dialled_in(failover, "e164") || dialled_in(failover, "sip") ||
         !is_usual(used_by, "trunkstore") ||
         !is_usual(text_in(&number, "pvt_state"), "in_service");
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
  row[failover_number] = dialled_cell(arena, failover, "e164");
  row[failover_sip] = dialled_cell(arena, failover, "sip");
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
  const Hash128 of_row = record_hash(records, {});
  for (Row& row : records.rows) {
    row[content_hash_of(row.table)] = Cell::of(arena.copy(
        Hash128{identity.content.high, of_row.low}.hex().insert(16, "-")));
  }
  return records;
}

Hash128 context_hash(const Records& records) {
  if (records.rows.empty()) return {};
  const Row& row = records.rows.front();
  std::string text(row[content_hash_of(row.table)].text());
  return hash_from_hex(text.erase(16, 1));
}

}  // namespace trunklift
