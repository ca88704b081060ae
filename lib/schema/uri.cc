// References between schemas: RFC 3986 resolution.
#include "schema/uri.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace trunklift::schema {
namespace {

// Views of a URI reference; each part keeps its mark ("http:", "//host", "?q").
struct Parts {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
  std::string_view query;
  std::string_view fragment;
};

Parts parts_of(std::string_view uri) {
  Parts parts;
  const auto cut_tail = [&uri](char mark) {
    const auto at = std::min(uri.find(mark), uri.size());
    const std::string_view tail = uri.substr(at);
    uri = uri.substr(0, at);
    return tail;
  };
  parts.fragment = cut_tail('#');
  parts.query = cut_tail('?');
  const auto stop = uri.find_first_of(":/");
  if (stop != std::string_view::npos && stop > 0 && uri[stop] == ':') {
    parts.scheme = uri.substr(0, stop + 1);
    uri.remove_prefix(stop + 1);
  }
  if (uri.starts_with("//")) {
    const auto end = std::min(uri.find('/', 2), uri.size());
    parts.authority = uri.substr(0, end);
    uri.remove_prefix(end);
  }
  parts.path = uri;
  return parts;
}

std::string without_dots(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> kept;
  bool folder = false;  // whether the result ends in a slash
  while (!path.empty()) {
    if (path[0] == '/') path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    path.remove_prefix(end);
    folder = part == "." || part == "..";
    if (part == ".." && !kept.empty()) kept.pop_back();
    if (!folder) kept.push_back(part);
  }
  std::string out;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (i > 0 || rooted) out += '/';
    out += kept[i];
  }
  if (folder && (rooted || !kept.empty())) out += '/';
  return out;
}

std::string joined(const Parts& base, std::string_view path) {
  if (!base.authority.empty() && base.path.empty()) {
    return "/" + std::string(path);
  }
  const auto slash = base.path.rfind('/');
  if (slash == std::string_view::npos) return std::string(path);
  return std::string(base.path.substr(0, slash + 1)).append(path);
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const int low = c | 32;
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

}  // namespace

std::string resolve_uri(std::string_view base_uri, std::string_view reference) {
  const Parts base = parts_of(base_uri);
  Parts r = parts_of(reference);
  if (!r.scheme.empty()) return std::string(reference);
  std::string path;
  if (!r.authority.empty()) {
    path = without_dots(r.path);
  } else {
    r.authority = base.authority;
    if (r.path.empty()) {
      path = base.path;
      if (r.query.empty()) r.query = base.query;
    } else {
      path = without_dots(r.path[0] == '/' ? std::string(r.path)
                                           : joined(base, r.path));
    }
  }
  std::string out(base.scheme);
  out.append(r.authority).append(path).append(r.query).append(r.fragment);
  return out;
}

SplitUri split_fragment(std::string_view uri) {
  const auto hash = uri.find('#');
  if (hash == std::string_view::npos) return {uri, {}};
  return {uri.substr(0, hash), uri.substr(hash + 1)};
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return {};
    const int high = hex_value(text[i + 1]);
    const int low = hex_value(text[i + 2]);
    if (high < 0 || low < 0) return {};
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

}  // namespace trunklift::schema
