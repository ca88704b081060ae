// Walks the whole tree, and looks into texts that hold JSON.
#include "pipeline/hidden_trunks.h"

#include <string>
#include <unordered_set>
#include <utility>

#include "model/document.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

bool is_server(const Value& value) {
  return value.is(Type::object) && (value.find("auth") || value.find("DIDs"));
}

bool is_filled(const Value* value) {
  return value && (value->is(Type::object) || value->is(Type::array)) &&
         value->size > 0;
}

bool has_servers(const Value& object) {
  const Value* servers = object.find("servers");
  if (!servers) return false;
  if (is_filled(servers) && is_filled(object.find("account"))) return true;
  for (const Value& server : items(*servers)) {
    if (is_server(server)) return true;
  }
  for (const Member& server : members(*servers)) {
    if (is_server(server.value)) return true;
  }
  return false;
}

class Search {
public:
  explicit Search(HiddenTrunks& out) : out_(out) {}

  void below(const Value& value, const Place& place) {
    std::size_t index = 0;
    for (const Value& item : items(value)) at(item, {place, index++});
    for (const Member& member : members(value)) {
      at(member.value, {place, member.key.text()});
    }
  }

private:
  void at(const Value& value, const Place& place) {
    if (value.is(Type::string)) return text(value.string(), place);
    if (value.is(Type::object) && looks_like_trunk(value)) {
      return note(place, identify(value, {}, "").account_id);
    }
    below(value, place);
  }

  // Database tables and logs hold JSON as text inside JSON.
  void text(std::string_view text, const Place& place) {
    if (!text.starts_with('{') && !text.starts_with('[')) return;
    if (text.find("\"sys_info\"") == std::string_view::npos &&
        text.find("\"servers\"") == std::string_view::npos) {
      return;
    }
    note(place, "");
  }

  void note(const Place& place, std::string account) {
    if (out_.count++ == 0) out_.first = to_pointer(place);
    if (accounts_.insert(account).second) {
      out_.accounts.push_back(std::move(account));
    }
  }

  HiddenTrunks& out_;
  std::unordered_set<std::string> accounts_;  // those in `out_`
};

}  // namespace

bool looks_like_trunk(const Value& object) {
  const Value* type = object.find("pvt_type");
  return (type && type->string_or_empty() == "sys_info") || has_servers(object);
}

std::optional<HiddenTrunks> hidden_trunks(const Value& root) {
  HiddenTrunks out;
  Search(out).below(root, {});
  if (out.count == 0) return {};
  return out;
}

}  // namespace trunklift
