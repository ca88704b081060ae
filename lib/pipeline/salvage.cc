// Searches the text for quoted keys, wherever they stand.
#include "pipeline/salvage.h"

#include <algorithm>
#include <optional>

#include "model/document.h"

namespace trunklift {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

// The text behind a key if it is whole, as in `: "text",` or `: "text"}`.
std::optional<std::string_view> whole_text(std::string_view rest) {
  const auto take_blanks = [&] {
    rest.remove_prefix(
        std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
  };
  const auto take = [&](char c) {
    take_blanks();
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  };
  if (!take(':') || !take('"')) return {};
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_plain);
  const auto size = static_cast<std::size_t>(end - rest.begin());
  const std::string_view text = rest.substr(0, size);
  rest.remove_prefix(size);
  if (text.empty() || !rest.starts_with('"')) return {};
  rest.remove_prefix(1);
  take_blanks();
  if (!rest.starts_with(',') && !rest.starts_with('}')) return {};
  return text;
}

// The text that all members of that name have, anywhere in `text`. Returns ""
// if they differ or one of them is not whole.
std::string_view member(std::string_view text, std::string_view quoted_key) {
  std::string_view out;
  for (std::size_t at = text.find(quoted_key); at != npos;
       at = text.find(quoted_key, at + 1)) {
    const auto found = whole_text(text.substr(at + quoted_key.size()));
    if (!found || (!out.empty() && *found != out)) return {};
    out = *found;
  }
  return out;
}

}  // namespace

Salvage salvage(std::string_view text) {
  Salvage out;
  out.account_id = member(text, "\"pvt_account_id\"");
  const std::string of_database =
      account_from_database(member(text, "\"pvt_account_db\""));
  if (out.account_id.empty()) {
    out.account_id = of_database;
  } else if (!of_database.empty() && of_database != out.account_id) {
    out.account_id.clear();
  }
  out.document_id = member(text, "\"_id\"");
  const std::string_view type = member(text, "\"pvt_type\"");
  out.is_trunk =
      type.empty() || type == "sys_info" || text.find("\"servers\"") != npos;
  return out;
}

Salvage salvage_row(std::string_view row) {
  Salvage out;
  out.document_id = member(row, "\"id\"");
  return out;
}

}  // namespace trunklift
