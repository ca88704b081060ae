// Each function sets the members that one group of columns was converted from.
#include "pipeline/rebuild.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "model/change.h"
#include "model/value.h"
#include "parse/parser.h"

namespace trunklift {
namespace {

class Rebuilder {
public:
  explicit Rebuilder(const StoredDocument& stored) : stored_(stored) {
    for (const Row& row : stored.phone_numbers) {
      numbers_[key_of(row[phone_number::device_id])].push_back(&row);
    }
  }

  std::string document() {
    Value root = Value::empty_object();
    trunk(root);
    servers(root);
    merge(root, parsed(stored_.trunk[trunk::extra].text()));
    if (!stored_.changes.empty()) {
      undo_changes(parsed(stored_.changes), root, arena_);
    }
    return to_json(root);
  }

private:
  static std::string key_of(const Cell& id) {
    return std::string(CellText().print(id));
  }

  // Parses the JSON text of a cell into this object's arena.
  Value parsed(std::string_view json) {
    if (json.empty()) return Value::empty_object();
    const Value* value = parser_.parse_copy(json);
    if (!value) {
      throw Error(Exit::internal, "rebuild", "a document",
                  "a stored JSON text is broken: " + parser_.problem());
    }
    return arena_.clone(*value);
  }

  void set(Value& object, std::string_view key, const Value& value) {
    add_member(object, arena_, key, value);
  }

  void set(Value& object, std::string_view key, const Cell& cell) {
    if (cell.kind() == Cell::Kind::integer) {
      set(object, key, Value::of(cell.integer()));
    } else if (cell.kind() == Cell::Kind::text) {
      set(object, key, Value::of(cell.text()));
    }
  }

  void set_boolean(Value& object, std::string_view key, const Cell& cell) {
    if (!cell.is_null()) set(object, key, Value::of(cell.integer() != 0));
  }

  void set_json(Value& object, std::string_view key, const Cell& cell) {
    if (!cell.is_null()) set(object, key, parsed(cell.text()));
  }

  void set_stamp(Value& object, std::string_view key, const Cell& cell) {
    if (cell.kind() != Cell::Kind::time) return;
    set(object, key, Value::of(cell.integer()));
  }

  // Sets nothing if both cells are null. `blank_form`: two empty cells stand
  // for the document's `blank`.
  void set_caller_id(Value& object, std::string_view key, const Cell& name,
                     const Cell& number, bool blank_form) {
    if (name.is_null() && number.is_null()) return;
    Value id = Value::empty_object();
    if (blank_form && name.text().empty() && number.text().empty()) {
      set(id, "blank", Value::of(true));
    } else {
      set(id, "cid_name", name);
      set(id, "cid_number", number);
    }
    set(object, key, id);
  }

  void set_failover(Value& object, const Cell& number, const Cell& sip) {
    if (number.is_null() && sip.is_null()) return;
    Value failover = Value::empty_object();
    set(failover, "e164", number);
    set(failover, "sip", sip);
    set(object, "failover", failover);
  }

  void trunk(Value& root) {
    const Row& row = stored_.trunk;
    const std::string_view id = row[trunk::legacy_document_id].text();
    const Value extra = parsed(row[trunk::extra].text());
    const Value* public_id = extra.find("id");
    // The document had no `_id` if its id was made from its contents or came
    // from `id`.
    if (id != "unnamed-" + std::string(stored_.content_hash) &&
        !(public_id && public_id->string_or_empty() == id)) {
      set(root, "_id", row[trunk::legacy_document_id]);
    }
    set(root, "_rev", row[trunk::legacy_revision]);
    set(root, "name", row[trunk::name]);
    set_stamp(root, "pvt_created", row[trunk::created]);
    set_stamp(root, "pvt_modified", row[trunk::modified]);
    Value account = Value::empty_object();
    set(account, "auth_realm", row[trunk::realm]);
    set(account, "trunks", row[trunk::twoway_trunks]);
    set(account, "inbound_trunks", row[trunk::inbound_trunks]);
    set_caller_id(account, "caller_id", row[trunk::caller_id_name],
                  row[trunk::caller_id_number], false);
    set_caller_id(account, "emergency_caller_id",
                  row[trunk::emergency_caller_id_name],
                  row[trunk::emergency_caller_id_number], false);
    if (account.size > 0) set(root, "account", account);
  }

  void servers(Value& root) {
    const Value extra = parsed(stored_.trunk[trunk::extra].text());
    const Value* aside = extra.find("servers");
    const std::size_t kept_aside =
        aside && aside->is(Type::object) ? aside->size : 0;
    const std::size_t count = stored_.devices.size() + kept_aside;
    if (count == 0) return;
    Value list = Value::empty_array();
    list.size = static_cast<std::uint32_t>(count);
    list.items = arena_.new_items(count);
    for (const Row& row : stored_.devices) {
      const auto position =
          static_cast<std::size_t>(row[device::position].integer());
      if (position >= count) {
        throw Error(Exit::internal, "rebuild", "a document",
                    "a device's position is out of range");
      }
      list.items[position] = server(row);
    }
    for (std::size_t i = 0; i < kept_aside; ++i) {
      const Member& member = aside->members[i];
      list.items[std::stoul(std::string(member.key))] = member.value;
    }
    set(root, "servers", list);
  }

  Value server(const Row& row) {
    inherited_ = parsed(row[device::inherited].text());
    Value out = Value::empty_object();
    if (!inherits("name")) set(out, "server_name", row[device::name]);
    set(out, "auth", auth(row));
    const Value options = this->options(row);
    if (options.size > 0) set(out, "options", options);
    const Value dids = this->dids(row);
    if (dids.size > 0) set(out, "DIDs", dids);
    merge(out, parsed(row[device::extra].text()));
    return out;
  }

  bool inherits(std::string_view column) const {
    return std::any_of(
        items(inherited_).begin(), items(inherited_).end(),
        [&](const Value& name) { return name.string_or_empty() == column; });
  }

  Value auth(const Row& row) {
    Value out = Value::empty_object();
    set(out, "auth_method", row[device::auth_method]);
    set(out, "auth_user", row[device::username]);
    set(out, "auth_password", row[device::secret]);
    set(out, "ip", row[device::ip]);
    set(out, "ip", row[device::host]);
    set(out, "port", row[device::port]);
    return out;
  }

  Value options(const Row& row) {
    Value out = Value::empty_object();
    const auto own = [&](std::string_view column, std::size_t index) {
      return inherits(column) ? Cell{} : row[index];
    };
    set_boolean(out, "enabled", own("enabled", device::enabled));
    set(out, "inbound_format", own("invite_format", device::invite_format));
    set(out, "media_handling", own("media_handling", device::media_handling));
    set(out, "delay", own("delay", device::delay));
    set(out, "timeout", own("timeout", device::timeout));
    set(out, "progress_timeout",
        own("progress_timeout", device::progress_timeout));
    set_boolean(out, "ignore_early_media",
                own("ignore_early_media", device::ignore_early_media));
    set_boolean(out, "force_outbound", row[device::force_outbound]);
    set(out, "hunt_account_id", row[device::hunt_account_id]);
    set_boolean(out, "hunt_non_reconcilable",
                row[device::hunt_non_reconcilable]);
    set_json(out, "codecs", own("codecs", device::codecs));
    set_json(out, "flags", own("flags", device::flags));
    set_json(out, "dynamic_flags", own("dynamic_flags", device::dynamic_flags));
    set_json(out, "sip_headers", own("sip_headers", device::sip_headers));
    set_caller_id(out, "caller_id",
                  own("caller_id_name", device::caller_id_name),
                  own("caller_id_name", device::caller_id_number), true);
    set_caller_id(
        out, "emergency_caller_id",
        own("emergency_caller_id_name", device::emergency_caller_id_name),
        own("emergency_caller_id_name", device::emergency_caller_id_number),
        false);
    set_failover(out, own("failover_number", device::failover_number),
                 own("failover_sip", device::failover_sip));
    return out;
  }

  Value dids(const Row& device_row) {
    Value out = Value::empty_object();
    const auto found = numbers_.find(key_of(device_row[device::id]));
    if (found == numbers_.end()) return out;
    for (const Row* row : found->second) {
      set(out, (*row)[phone_number::number].text(), did(*row));
    }
    return out;
  }

  Value did(const Row& row) {
    using namespace phone_number;
    Value out = Value::empty_object();
    if (row[inherited].is_null()) {
      set_caller_id(out, "caller_id", row[caller_id_name],
                    row[caller_id_number], true);
    }
    set_failover(out, row[failover_number], row[failover_sip]);
    set_boolean(out, "force_outbound", row[force_outbound]);
    set(out, "media_handling", row[media_handling]);
    set(out, "delay", row[delay]);
    set(out, "timeout", row[timeout]);
    set(out, "progress_timeout", row[progress_timeout]);
    set_boolean(out, "ignore_early_media", row[ignore_early_media]);
    set_json(out, "options", row[options_column]);
    merge(out, parsed(row[extra].text()));
    return out;
  }

  // Adds the members of `over` to `base`. It skips `servers` of a trunk's
  // extra, the servers that are no devices: they are in the list already.
  void merge(Value& base, const Value& over) {
    for (const Member& member : members(over)) {
      Value* there = base.find(member.key);
      if (!there) {
        set(base, member.key, member.value);
      } else if (there->is(Type::object) && member.value.is(Type::object)) {
        merge(*there, member.value);
      } else if (!there->is(Type::array) || !member.value.is(Type::object)) {
        *there = member.value;
      }
    }
  }

  static constexpr std::size_t options_column = phone_number::options;

  const StoredDocument& stored_;
  // Rows of phone_number by the id of their device.
  std::unordered_map<std::string, std::vector<const Row*>> numbers_;
  // Columns hold parts of documents; the list of changes nests them two levels
  // deeper.
  Parser parser_{Parser::most_depth + 2};
  Arena arena_;
  Value inherited_ = Value::empty_array();
};

}  // namespace

std::string rebuild(const StoredDocument& stored) {
  return Rebuilder(stored).document();
}

}  // namespace trunklift
