// Each server is a device; what no column takes stays in `extra`.
#include "convert/convert.h"

#include <algorithm>
#include <initializer_list>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "base/uuid.h"
#include "convert/leftover.h"

namespace trunklift {
namespace {

// The longest name that the modern platform takes, in characters.
constexpr std::size_t longest_name = 128;

// Takes the first level that has a value; notes when it is not the server's.
class Inherited {
public:
  template <typename T>
  std::optional<T> pick(std::string_view column, const std::optional<T>& own,
                        const std::optional<T>& account,
                        const std::optional<T>& fallback = {}) {
    if (own) return own;
    const std::optional<T> other = account ? account : fallback;
    if (other) note(column);
    return other;
  }
  const Value* pick(std::string_view column, const Value* own,
                    const Value* account) {
    if (!own && account) note(column);
    return own ? own : account;
  }
  void note(std::string_view column) {
    names_ += names_.empty() ? "[" : ",";
    append_json_string(names_, column);
  }
  // "" if every value is the server's own.
  std::string json() const { return names_.empty() ? "" : names_ + "]"; }

private:
  std::string names_;
};

class Converter {
public:
  Converter(const Connectivity& document, const Identity& identity,
            Arena& arena)
      : document_(document),
        account_id_(arena.copy(identity.account_id)),
        document_id_(arena.copy(identity.document_id)),
        revision_(identity.has_revision ? arena.copy(identity.revision)
                                        : std::string_view{}),
        arena_(arena) {
    hashed_ = account_id_;
    hashed_ += '\n';
    hashed_ += document_id_;
    document_part_ = hashed_.size();
  }

  Records records() {
    trunk();
    identify_endpoints();
    for (std::size_t i = 0; i < document_.servers.size(); ++i) {
      device(document_.servers[i], endpoints_[i]);
    }
    return std::move(out_);
  }

private:
  Cell owned(std::string_view text) {
    return text.empty() ? Cell{} : Cell::of(arena_.copy(text));
  }
  // Text is copied because the next parse overwrites the document's own.
  Cell cell(const std::optional<std::string_view>& text) {
    return text ? Cell::of(arena_.copy(*text)) : Cell{};
  }
  static Cell cell(const std::optional<std::int64_t>& number) {
    return number ? Cell::of(*number) : Cell{};
  }
  static Cell cell(const std::optional<bool>& truth) {
    return truth ? Cell::truth(*truth) : Cell{};
  }
  Cell json(const Value* value) {
    return value ? owned(to_json(*value)) : Cell{};
  }
  static Cell stamp(const std::optional<std::int64_t>& gregorian) {
    return gregorian && is_plausible_gregorian(*gregorian)
               ? Cell::time(*gregorian)
               : Cell{};
  }
  // The id of what the parts name within the document.
  Cell id_of(std::initializer_list<std::string_view> parts) {
    hashed_.resize(document_part_);
    for (const std::string_view part : parts) (hashed_ += '\n') += part;
    return Cell::id(uuid_of(hashed_));
  }

  void trunk() {
    trunk_id_ = id_of({});
    Row row(TableId::trunk);
    row[trunk::account_id] = Cell::of(account_id_);
    row[trunk::id] = trunk_id_;
    row[trunk::name] = cell(document_.name);
    row[trunk::realm] = cell(document_.realm);
    row[trunk::twoway_trunks] = cell(document_.twoway_trunks);
    row[trunk::inbound_trunks] = cell(document_.inbound_trunks);
    row[trunk::caller_id_name] = cell(document_.caller_id.name);
    row[trunk::caller_id_number] = cell(document_.caller_id.number);
    row[trunk::emergency_caller_id_name] =
        cell(document_.emergency_caller_id.name);
    row[trunk::emergency_caller_id_number] =
        cell(document_.emergency_caller_id.number);
    row[trunk::legacy_document_id] = Cell::of(document_id_);
    row[trunk::legacy_revision] =
        revision_.empty() ? Cell{} : Cell::of(revision_);
    row[trunk::created] = stamp(document_.created);
    row[trunk::modified] = stamp(document_.modified);
    row[trunk::extra] = trunk_extra();
    out_.rows.push_back(std::move(row));
  }

  // Servers that became no device are kept under their position.
  Cell trunk_extra() {
    std::string rest = leftover_json(*document_.root);
    std::string servers;
    const Value* list = document_.root->find("servers");
    auto next = document_.servers.begin();  // they are in order of position
    for (std::uint32_t i = 0; list && i < list->size; ++i) {
      if (next != document_.servers.end() && next->position == i) {
        ++next;
        continue;
      }
      servers += servers.empty() ? "\"servers\":{" : ",";
      servers += '"' + std::to_string(i) + "\":";
      append_json(servers, list->items[i]);
    }
    if (servers.empty()) return owned(rest);
    if (rest.empty()) return owned("{" + servers + "}}");
    rest.back() = ',';
    return owned(rest + servers + "}}");
  }

  // The names of endpoints, which do not depend on their places. Servers that
  // share a name are told apart by server_name, then by content, in a fixed
  // order.
  void identify_endpoints() {
    endpoints_.resize(document_.servers.size());
    std::map<std::string, std::vector<std::size_t>> sharing;
    for (std::size_t i = 0; i < document_.servers.size(); ++i) {
      sharing[endpoint_name(document_.servers[i])].push_back(i);
    }
    for (auto& [name, indices] : sharing) {
      if (indices.size() > 1) {
        std::map<std::size_t, std::string> content;
        for (const std::size_t i : indices) {
          const Server& server = document_.servers[i];
          content[i] = std::string(server.name.value_or("")) + '\n' +
                       to_json(*server.value);
        }
        std::stable_sort(indices.begin(), indices.end(), [&](auto a, auto b) {
          return content[a] < content[b];
        });
      }
      for (std::size_t n = 0; n < indices.size(); ++n) {
        endpoints_[indices[n]] =
            n == 0 ? name : name + "\n" + std::to_string(n);
      }
    }
  }

  static std::string endpoint_name(const Server& server) {
    if (server.server_id) return "id:" + std::string(*server.server_id);
    if (server.auth_method == "password") {
      return "password:" + to_lower(server.username.value_or(""));
    }
    std::string name = "address:" + to_lower(server.ip     ? *server.ip
                                             : server.host ? *server.host
                                                           : "");
    if (server.port) name += ' ' + std::to_string(*server.port);
    return name;
  }

  void device(const Server& server, const std::string& endpoint) {
    Inherited inherited;
    Row row(TableId::device);
    const Cell device_id = id_of({endpoint});
    row[device::account_id] = Cell::of(account_id_);
    row[device::id] = device_id;
    row[device::trunk_id] = trunk_id_;
    row[device::position] =
        Cell::of(static_cast<std::int64_t>(server.position));
    row[device::name] = device_name(server, inherited);
    enabled(server, row, inherited);
    row[device::auth_method] = owned(server.auth_method);
    row[device::username] = cell(server.username);
    row[device::secret] = cell(server.secret);
    row[device::ip] = cell(server.ip);
    row[device::host] = cell(server.host);
    row[device::port] = cell(server.port);
    row[device::invite_format] = cell(inherited.pick<std::string_view>(
        "invite_format", server.invite_format, {}, "npan"));
    settings(server, row, inherited);
    row[device::force_outbound] = cell(server.force_outbound);
    row[device::hunt_account_id] = cell(server.hunt_account_id);
    row[device::hunt_non_reconcilable] = cell(server.hunt_non_reconcilable);
    lists(server, row, inherited);
    caller_ids(server, row, inherited);
    row[device::inherited] = owned(inherited.json());
    row[device::extra] = owned(leftover_json(*server.value));
    out_.rows.push_back(std::move(row));
    for (const Did& did : server.dids) {
      phone_number(did, server, device_id, endpoint);
    }
  }

  Cell device_name(const Server& server, Inherited& inherited) {
    const std::string_view name = server.name.value_or("");
    if (!name.empty() && code_points(name) <= longest_name) {
      return cell(server.name);
    }
    if (Value* written = server.value->find("server_name")) {
      written->taken = false;  // stays in `extra`
    }
    inherited.note("name");
    return cell(server.username ? server.username
                : server.ip     ? server.ip
                                : server.host);
  }

  // Both flags must be on: the options' and the server's own.
  static void enabled(const Server& server, Row& row, Inherited& inherited) {
    const bool own = server.enabled.value_or(true);
    row[device::enabled] = Cell::truth(own && !server.hidden);
    if (server.enabled && !(own && server.hidden)) return;
    inherited.note("enabled");
    if (!server.enabled) return;
    server.value->find("options")->find("enabled")->taken = false;
  }

  void settings(const Server& server, Row& row, Inherited& inherited) {
    const Cascaded& own = server.settings;
    const Cascaded& account = document_.settings;
    row[device::media_handling] = cell(
        inherited.pick<std::string_view>("media_handling", own.media_handling,
                                         account.media_handling, "bypass"));
    row[device::delay] =
        cell(inherited.pick("delay", own.delay, account.delay));
    row[device::timeout] =
        cell(inherited.pick("timeout", own.timeout, account.timeout));
    row[device::progress_timeout] = cell(inherited.pick(
        "progress_timeout", own.progress_timeout, account.progress_timeout));
    row[device::ignore_early_media] =
        cell(inherited.pick("ignore_early_media", own.ignore_early_media,
                            account.ignore_early_media));
    if (!own.failover.present && account.failover.present) {
      inherited.note("failover_number");
      inherited.note("failover_sip");
    }
    const Failover& failover =
        own.failover.present ? own.failover : account.failover;
    row[device::failover_number] = cell(failover.number);
    row[device::failover_sip] = cell(failover.sip);
  }

  void lists(const Server& server, Row& row, Inherited& inherited) {
    row[device::codecs] =
        json(inherited.pick("codecs", server.codecs, server.server_codecs));
    row[device::flags] =
        json(inherited.pick("flags", server.flags, document_.flags));
    row[device::dynamic_flags] = json(inherited.pick(
        "dynamic_flags", server.dynamic_flags, document_.dynamic_flags));
    row[device::sip_headers] = json(inherited.pick(
        "sip_headers", server.sip_headers, document_.sip_headers));
  }

  void caller_ids(const Server& server, Row& row, Inherited& inherited) {
    caller_id(server.caller_id, document_.caller_id, "caller_id_name",
              row[device::caller_id_name], row[device::caller_id_number],
              inherited);
    caller_id(server.emergency_caller_id, document_.emergency_caller_id,
              "emergency_caller_id_name", row[device::emergency_caller_id_name],
              row[device::emergency_caller_id_number], inherited);
  }

  void caller_id(const CallerId& own, const CallerId& account,
                 std::string_view column, Cell& name, Cell& number,
                 Inherited& inherited) {
    if (own.present) return halves(own, name, number);
    if (!account.present) return;
    inherited.note(column);  // speaks for both halves
    halves(account, name, number);
  }

  void halves(const CallerId& id, Cell& name, Cell& number) {
    const bool none = id.present && !id.name && !id.number;
    name = none ? Cell::of(std::string_view("")) : cell(id.name);
    number = none ? Cell::of(std::string_view("")) : cell(id.number);
  }

  void phone_number(const Did& did, const Server& server, const Cell& device_id,
                    const std::string& endpoint) {
    Row row(TableId::phone_number);
    row[phone_number::account_id] = Cell::of(account_id_);
    row[phone_number::id] = id_of({endpoint, did.number});
    row[phone_number::number] = owned(did.number);
    row[phone_number::trunk_id] = trunk_id_;
    row[phone_number::device_id] = device_id;
    row[phone_number::live] = Cell::truth(true);
    row[phone_number::claim_rank] = Cell::of(did.claim_rank);
    row[phone_number::legacy_document_id] = Cell::of(document_id_);
    Inherited inherited;
    const CallerId& general =
        document_.callee_id.present ? document_.callee_id : server.callee_id;
    caller_id(did.callee_id, general, "caller_id_name",
              row[phone_number::caller_id_name],
              row[phone_number::caller_id_number], inherited);
    row[phone_number::inherited] = owned(inherited.json());
    row[phone_number::failover_number] = cell(did.settings.failover.number);
    row[phone_number::failover_sip] = cell(did.settings.failover.sip);
    row[phone_number::force_outbound] = cell(did.force_outbound);
    row[phone_number::media_handling] = cell(did.settings.media_handling);
    row[phone_number::delay] = cell(did.settings.delay);
    row[phone_number::timeout] = cell(did.settings.timeout);
    row[phone_number::progress_timeout] = cell(did.settings.progress_timeout);
    row[phone_number::ignore_early_media] =
        cell(did.settings.ignore_early_media);
    row[phone_number::options] = json(did.options);
    row[phone_number::extra] = owned(leftover_json(*did.value));
    out_.rows.push_back(std::move(row));
  }

  const Connectivity& document_;
  std::string_view account_id_, document_id_, revision_;
  Cell trunk_id_;
  Arena& arena_;
  std::string hashed_;         // account and document id, and what follows
  std::size_t document_part_;  // bytes of the two ids
  std::vector<std::string> endpoints_;
  Records out_;
};

}  // namespace

Records convert(const Connectivity& document, const Identity& identity,
                Arena& arena) {
  return Converter(document, identity, arena).records();
}

// Targets hold hashes that were made when ids and times were text and booleans
// numbers, so cells are still hashed like that.
Hash128 record_hash(const Records& records, std::string_view changes) {
  constexpr std::int64_t nothing = 0, number = 1, text = 2;
  FieldHash hash;
  CellText printed;
  for (const Row& row : records.rows) {
    hash.add(static_cast<std::int64_t>(row.table));
    for (const Cell& cell : row.cells) {
      switch (cell.kind()) {
        case Cell::Kind::null: hash.add(nothing); break;
        case Cell::Kind::integer:
        case Cell::Kind::boolean: hash.add(number).add(cell.integer()); break;
        case Cell::Kind::text:
        case Cell::Kind::time:
        case Cell::Kind::id: hash.add(text).add(printed.print(cell));
      }
    }
  }
  return hash.add(changes).finish();
}

}  // namespace trunklift
