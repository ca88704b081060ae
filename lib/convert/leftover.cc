// Members that no column took are printed again as they stood.
#include "convert/leftover.h"

#include "base/text.h"

namespace trunklift {
namespace {

bool append_rest(std::string& out, const Value& value);

// Appends the members that are left, in braces; false if none are.
bool append_members(std::string& out, const Value& object) {
  const std::size_t start = out.size();
  out += '{';
  bool any = false;
  for (const Member& member : members(object)) {
    if (member.value.taken) continue;
    const std::size_t before = out.size();
    if (any) out += ',';
    append_json_string(out, member.key);
    out += ':';
    if (append_rest(out, member.value)) {
      any = true;
    } else {
      out.resize(before);
    }
  }
  out += '}';
  if (!any) out.resize(start);
  return any;
}

bool append_rest(std::string& out, const Value& value) {
  if (value.taken) return false;
  if (value.is(Type::object) && value.size > 0) {
    return append_members(out, value);
  }
  append_json(out, value);
  return true;
}

}  // namespace

std::string leftover_json(const Value& object) {
  std::string out;
  append_members(out, object);
  return out;
}

}  // namespace trunklift
