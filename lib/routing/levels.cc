// One function for each rule of the platform's ts_util.
#include "routing/levels.h"

namespace trunklift::routing {

Found first_text_or_object(Levels levels, const Key& member) {
  Found out;
  for (const auto& [level, object] : levels) {
    const Term term = get(object, member);
    if (out.term || !term) continue;
    const bool is_text = term->is(Type::string) && term->size > 0;
    if (is_text || is_filled_object(term)) out = {term, level};
  }
  return out;
}

Media media_handling(Levels levels) {
  const Found found = first_text_or_object(levels, "media_handling");
  return {found.term && found.term->string_or_empty() == "process",
          found.level};
}

Found failover(Levels levels) {
  const Found found = first_text_or_object(levels, "failover");
  return found.term && found.term->is(Type::string) ? Found{} : found;
}

Found sip_headers(Levels levels, Term of_call) {
  Found out;
  int filled = 0;
  const auto take = [&](Term term, Level level) {
    if (!is_filled_object(term)) return;
    out = {term, level};
    ++filled;
  };
  for (const auto& [level, object] : levels) {
    take(get(object, "sip_headers"), level);
  }
  take(of_call, Level::call);
  return filled == 1 ? out : Found{};
}

Found first_array(Levels levels, const Key& member) {
  Found out;
  for (const auto& [level, object] : levels) {
    const Term term = get(object, member);
    if (!out.term && term && term->is(Type::array)) out = {term, level};
  }
  return out;
}

CallerIdFound caller_id(Levels levels, const Key& member) {
  std::vector<Found> found;
  for (const auto& [level, object] : levels) {
    found.push_back({get(object, member), level});
  }
  for (const auto& [term, level] : found) {
    if (!term) continue;
    const CallerIdFound id{get(term, "cid_name"), get(term, "cid_number"),
                           level};
    if (id.name || id.number) return id;
  }
  return {};
}

}  // namespace trunklift::routing
