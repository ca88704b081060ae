// What a document says of itself: kind, account, id, revision.
#include "model/document.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "model/placeholder.h"

namespace trunklift {
namespace {

std::string_view text_at(const Value& root, const Key& key) {
  const Value* value = root.find(key);
  return value ? value->string_or_empty() : std::string_view{};
}

// Encoders write "undefined" for what is absent; no account has that name.
std::string_view account_at(const Value& root, const Key& key) {
  const std::string_view account = text_at(root, key);
  return account == undefined_text ? std::string_view{} : account;
}

Kind kind_of(const Value& root, std::string_view type) {
  // This is a body as the API prints it, or a document that lost its private
  // keys. No view of the platform would see it, but its owner surely means it.
  const bool untyped = !root.find("pvt_type");
  if (untyped &&
      (root.find("servers") || text_at(root, "type") == "sys_info")) {
    return Kind::trunkstore;
  }
  return kind_of_type(type);
}

// Zero as JavaScript reads numbers: "0", "-0.0", " 0e5 ", "0x00", and blanks.
bool is_zero_text(std::string_view text) {
  constexpr std::string_view blanks = " \t\n\v\f\r";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return true;
  text = text.substr(first, text.find_last_not_of(blanks) - first + 1);
  const auto all_of = [](std::string_view rest, std::string_view characters) {
    return !rest.empty() &&
           rest.find_first_not_of(characters) == std::string_view::npos;
  };
  for (const std::string_view prefix : {"0x", "0X", "0b", "0B", "0o", "0O"}) {
    if (text.starts_with(prefix)) return all_of(text.substr(2), "0");
  }
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const std::size_t exponent = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, exponent);
  if (exponent != std::string_view::npos) {
    std::string_view power = text.substr(exponent + 1);
    if (power.starts_with('+') || power.starts_with('-')) {
      power.remove_prefix(1);
    }
    if (!all_digits(power)) return false;
  }
  const std::size_t points = static_cast<std::size_t>(
      std::count(mantissa.begin(), mantissa.end(), '.'));
  return points <= 1 && all_of(mantissa, "0.") && mantissa != ".";
}

}  // namespace

std::string_view sort_name(Blob::Sort sort) {
  switch (sort) {
    case Blob::Sort::document: break;
    case Blob::Sort::tombstone: return "tombstone";
    case Blob::Sort::missing: return "missing";
    case Blob::Sort::bare_row: return "row";
    case Blob::Sort::server_error: return "error";
    case Blob::Sort::fragment: return "fragment";
    case Blob::Sort::oversized: return "oversized";
    case Blob::Sort::beside: return "beside";
  }
  return "document";
}

Kind kind_of_type(std::string_view pvt_type) {
  if (pvt_type == "sys_info") return Kind::trunkstore;
  if (pvt_type == "account") return Kind::account;
  if (pvt_type == "number") return Kind::number;
  if (pvt_type == "limits") return Kind::limits;
  return Kind::other;
}

std::string_view kind_name_of(const Value& root) {
  if (!root.is(Type::object)) return type_name(root.type);
  const std::string_view type = text_at(root, "pvt_type");
  if (kind_of(root, type) == Kind::trunkstore) return "sys_info";
  return type.empty() ? "untyped" : type;
}

std::string account_from_database(std::string_view database) {
  std::string id;
  id.reserve(database.size());
  for (std::size_t i = 0; i < database.size(); ++i) {
    if (database[i] == '%' &&
        (database.substr(i, 3) == "%2F" || database.substr(i, 3) == "%2f")) {
      i += 2;
    } else if (database[i] != '/') {
      id += database[i];
    }
  }
  constexpr std::string_view prefix = "account";
  const bool is_account =
      database.starts_with(prefix) && database.size() > prefix.size() &&
      (database[prefix.size()] == '/' || database[prefix.size()] == '%');
  return is_account ? id.substr(prefix.size()) : std::string{};
}

Rank rank_of(std::string_view revision, Hash128 content) {
  Rank rank;
  rank.content = content.high;
  const char* end = revision.data() + revision.size();
  const auto [dash, error] =
      std::from_chars(revision.data(), end, rank.generation);
  if (error != std::errc{} || dash == end || *dash != '-') {
    rank.generation = 0;
    return rank;
  }
  // The first 8 characters decide, byte-wise as CouchDB compares; content
  // settles the rest.
  const std::string_view hash(dash + 1,
                              static_cast<std::size_t>(end - dash - 1));
  for (std::size_t i = 0; i < 8; ++i) {
    rank.revision = rank.revision << 8 |
                    (i < hash.size() ? static_cast<unsigned char>(hash[i]) : 0);
  }
  return rank;
}

// The rank of a deleted document has no content hash: if a version with the
// same revision is not deleted, one of them was damaged, and nothing is
// deleted.
Rank rank_of(const Identity& identity) {
  return rank_of(identity.revision,
                 identity.deleted ? Hash128{} : identity.content);
}

std::vector<Rank> ancestors_of(const Value& revisions) {
  std::vector<Rank> out;
  const Value* start = revisions.find("start");
  const Value* ids = revisions.find("ids");
  if (!start || !start->is(Type::integer) || !ids) return out;
  std::int64_t generation = start->integer;
  for (const Value& id : items(*ids)) {
    const std::string revision =
        std::to_string(generation--) + '-' + std::string(id.string_or_empty());
    out.push_back(rank_of(revision, {}));
  }
  return out;
}

bool spares(const Identity& tombstone, const Rank& other) {
  return !tombstone.ancestors.empty() &&
         std::none_of(tombstone.ancestors.begin(), tombstone.ancestors.end(),
                      [&](const Rank& rank) {
                        return rank.generation == other.generation &&
                               rank.revision == other.revision;
                      });
}

bool is_truthy(const Value* value) {
  if (!value) return false;
  switch (value->type) {
    case Type::null: return false;
    case Type::boolean: return value->truth;
    case Type::integer: return value->integer != 0;
    case Type::real: return value->real != 0;
    case Type::string: return value->size != 0;
    default: return true;
  }
}

// JavaScript reads it as the number 0: nothing but blanks, or a zero in any
// spelling.
bool hides_numbers(const Value* enabled) {
  if (!enabled) return false;
  switch (enabled->type) {
    case Type::boolean: return !enabled->truth;
    case Type::integer: return enabled->integer == 0;
    case Type::real: return enabled->real == 0;
    case Type::string: return is_zero_text(enabled->string());
    case Type::array: break;
    default: return false;
  }
  // An array is its items as text with commas between; null is no text.
  if (enabled->size != 1) return enabled->size == 0;
  const Value& item = *enabled->items;
  return item.is(Type::null) ||
         (!item.is(Type::boolean) && hides_numbers(&item));
}

Identity identify(const Value& root, Hash128 content,
                  std::string_view account_if_unknown) {
  Identity id;
  id.kind = kind_of(root, text_at(root, "pvt_type"));
  id.kind_name = kind_name_of(root);
  id.document_id = text_at(root, "_id");
  if (id.document_id.empty()) id.document_id = text_at(root, "id");
  // A number document belongs to no account's database.
  if (id.kind == Kind::number)
    id.account_id = account_at(root, "pvt_assigned_to");
  if (id.account_id.empty()) id.account_id = account_at(root, "pvt_account_id");
  if (id.account_id.empty() && id.kind == Kind::account) {
    id.account_id = id.document_id;
  }
  if (id.account_id.empty()) {
    id.account_id = account_from_database(text_at(root, "pvt_account_db"));
  }
  if (id.account_id.empty()) id.account_id = account_if_unknown;
  id.revision = text_at(root, "_rev");
  id.content = content;
  id.has_id = !id.document_id.empty();
  if (!id.has_id) id.document_id = "unnamed-" + id.content.hex();
  id.deleted =
      is_truthy(root.find("pvt_deleted")) || is_truthy(root.find("_deleted"));
  return id;
}

}  // namespace trunklift
