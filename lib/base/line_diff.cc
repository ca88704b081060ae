// Myers' algorithm with a bound, and hunks made of its edits.
#include "base/line_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace trunklift {
namespace {

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// A line of both (' '), of the first ('-') or of the second ('+').
struct Edit {
  char kind;
  std::size_t before, after;  // places, of the next line where there is none
};

// More differences than this are not worth an exact answer.
constexpr int most_differences = 1000;

// Myers' greedy algorithm: the furthest that each diagonal is reached with so
// many differences, kept for the way back. Empty beyond `most_differences`.
std::vector<std::vector<int>> trace_of(const Lines& a, const Lines& b) {
  const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
  std::vector<std::vector<int>> trace;
  std::vector<int> furthest(2 * most_differences + 3, 0);
  const auto at = [&](int k) -> int& {
    return furthest[static_cast<std::size_t>(k + most_differences + 1)];
  };
  for (int d = 0; d <= std::min(n + m, most_differences); ++d) {
    for (int k = -d; k <= d; k += 2) {
      const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
      int x = down ? at(k + 1) : at(k - 1) + 1;
      while (x < n && x - k < m && x - k >= 0 &&
             a[static_cast<std::size_t>(x)] ==
                 b[static_cast<std::size_t>(x - k)]) {
        ++x;
      }
      at(k) = x;
      if (x >= n && x - k >= m) {
        trace.push_back(furthest);
        return trace;
      }
    }
    trace.push_back(furthest);
  }
  return {};
}

std::vector<Edit> replace_all(const Lines& a, const Lines& b) {
  std::vector<Edit> out;
  for (std::size_t i = 0; i < a.size(); ++i) out.push_back({'-', i, 0});
  for (std::size_t i = 0; i < b.size(); ++i) out.push_back({'+', a.size(), i});
  return out;
}

std::vector<Edit> edits_of(const Lines& a, const Lines& b) {
  const auto trace = trace_of(a, b);
  if (trace.empty()) return replace_all(a, b);
  std::vector<Edit> out;
  int x = static_cast<int>(a.size()), y = static_cast<int>(b.size());
  const auto push = [&](char kind) {
    out.push_back(
        {kind, static_cast<std::size_t>(x), static_cast<std::size_t>(y)});
  };
  for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
    const auto at = [&](int k) {
      return trace[static_cast<std::size_t>(d - 1)]
                  [static_cast<std::size_t>(k + most_differences + 1)];
    };
    const int k = x - y;
    const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
    const int from = down ? at(k + 1) : at(k - 1);
    const int from_y = from - (down ? k + 1 : k - 1);
    while (x > from + (down ? 0 : 1) && y > from_y + (down ? 1 : 0)) {
      --x, --y;
      push(' ');
    }
    if (down) {
      --y;
      push('+');
    } else {
      --x;
      push('-');
    }
  }
  while (x > 0) {
    --x, --y;
    push(' ');
  }
  std::reverse(out.begin(), out.end());
  return out;
}

// "12,7"; of no lines, the one before them.
std::string range(std::size_t start, std::size_t count) {
  return fmt::format("{},{}", count == 0 ? start : start + 1, count);
}

constexpr std::size_t context = 3;

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after,
                         std::string_view before_name,
                         std::string_view after_name) {
  const Lines a = lines_of(before), b = lines_of(after);
  const std::vector<Edit> edits = edits_of(a, b);
  std::string out;
  for (std::size_t i = 0; i < edits.size();) {
    if (edits[i].kind == ' ') {
      ++i;
      continue;
    }
    // A hunk goes on while changes are no more than two contexts apart.
    const std::size_t first = i - std::min(i, context);
    std::size_t last = i;  // the last change
    for (std::size_t j = i; j < edits.size() && j <= last + 2 * context + 1;
         ++j) {
      if (edits[j].kind != ' ') last = j;
    }
    const std::size_t end = std::min(last + context + 1, edits.size());
    std::size_t minus = 0, plus = 0;
    std::string body;
    for (std::size_t j = first; j < end; ++j) {
      const Edit& edit = edits[j];
      minus += edit.kind != '+';
      plus += edit.kind != '-';
      body += edit.kind;
      body += edit.kind == '+' ? b[edit.after] : a[edit.before];
      body += '\n';
    }
    if (out.empty()) {
      out = fmt::format("--- {}\n+++ {}\n", before_name, after_name);
    }
    out += fmt::format("@@ -{} +{} @@\n{}", range(edits[first].before, minus),
                       range(edits[first].after, plus), body);
    i = end;
  }
  return out;
}

std::string colored_diff(std::string_view diff) {
  std::string out;
  std::string_view last;
  const Lines lines = lines_of(diff);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    const bool is_head = (line.starts_with("--- ") && i + 1 < lines.size() &&
                          lines[i + 1].starts_with("+++ ")) ||
                         (line.starts_with("+++ ") && last.starts_with("--- "));
    last = line;
    const char kind = line.empty() ? ' ' : line.front();
    const int code = is_head       ? 1
                     : kind == '@' ? 36
                     : kind == '-' ? 31
                     : kind == '+' ? 32
                                   : 0;
    out += code == 0 ? fmt::format("{}\n", line)
                     : fmt::format("\x1b[{}m{}\x1b[0m\n", code, line);
  }
  return out;
}

}  // namespace trunklift
