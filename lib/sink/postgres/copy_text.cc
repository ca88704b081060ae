// Values as PostgreSQL can store them, and in the text format of COPY.
#include "sink/postgres/copy_text.h"

#include <charconv>

namespace trunklift::postgres {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// The characters that have to be written otherwise in a line.
constexpr std::string_view special("\0\t\n\r\\", 5);

// Reads one string of a JSON array at `at`, which is behind its quote. Moves
// `at` behind the closing quote.
std::string json_text(std::string_view json, std::size_t& at) {
  std::string out;
  while (at < json.size() && json[at] != '"') {
    if (json[at] != '\\') {
      out += json[at++];
      continue;
    }
    const char kind = json[at + 1];
    at += 2;
    switch (kind) {
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'u': {  // of a control character: all else stands as it is
        unsigned code = 0;
        std::from_chars(json.data() + at, json.data() + at + 4, code, 16);
        out += static_cast<char>(code);
        at += 4;
        break;
      }
      default: out += kind;
    }
  }
  ++at;
  return out;
}

}  // namespace

void append_copy_text(std::string& out, std::string_view text) {
  while (true) {
    const std::size_t plain = text.find_first_of(special);
    out += text.substr(0, plain);
    if (plain == text.npos) return;
    switch (text[plain]) {
      case '\0': out += replacement; break;
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      default: out += "\\\\";
    }
    text.remove_prefix(plain + 1);
  }
}

void append_storable(std::string& out, std::string_view text) {
  for (std::size_t nul = 0; (nul = text.find('\0')) != text.npos;) {
    out += text.substr(0, nul);
    out += replacement;
    text.remove_prefix(nul + 1);
  }
  out += text;
}

// JSON writes U+0000 as \u0000. Backslashes that are escaped themselves come in
// pairs.
void append_storable_json(std::string& out, std::string_view json) {
  if (json.find("\\u0000") == json.npos) return append_storable(out, json);
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] != '\\') {
      out += json[i];
    } else if (json.substr(i).starts_with("\\u0000")) {
      out += replacement;
      i += 5;
    } else {
      out.append(json, i, 2);
      ++i;
    }
  }
}

std::vector<std::string> texts_of(std::string_view json) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < json.size();) {
    if (json[at++] == '"') out.push_back(json_text(json, at));
  }
  return out;
}

}  // namespace trunklift::postgres
