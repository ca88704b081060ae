// Cuts runs into lines, lines with arrays into elements, and hands out what
// extract() finds in each.
#include "source/cut.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "source/extract.h"
#include "source/skim.h"

namespace trunklift {
namespace {

using Is = Piece::Kind;

class Cutter {
public:
  Cutter(const TakeBlob& take, const BeforePiece& before)
      : take_(take), before_(before) {}

  void segment(const Segment& segment, const Batch& batch) {
    Blob whole;
    whole.bytes =
        batch.bytes.view().substr(segment.begin, segment.end - segment.begin);
    whole.origin = segment.origin;
    whole.account = segment.account;
    whole.form = segment.form;
    switch (segment.kind) {
      case Is::lines: return lines(whole);
      case Is::oversized:
        whole.sort = Blob::Sort::oversized;
        whole.bytes = {};
        whole.size = segment.size;
        whole.content = segment.content;
        return take_(whole);
      default: piece(segment.kind, whole);
    }
  }

  // Hands out the documents of a line that is an array or holds several
  // documents, until `stop` returns true.
  template <typename Stop>
  void line(const Blob& line, const Stop& stop) {
    Splitter splitter = Splitter::of_line();
    std::string_view rest = line.bytes;
    while (!stop()) {
      const Piece piece = splitter.next(rest, true);
      if (piece.kind == Is::done) return;
      Blob part = line;
      part.is_line = false;
      part.form = line.bytes.front() == '[' ? Form::array_line : piece.form;
      part.bytes = rest.substr(0, piece.end);
      part.origin.offset +=
          static_cast<std::size_t>(rest.data() - line.bytes.data());
      if (piece.kind != Is::skip) this->piece(piece.kind, part);
      rest.remove_prefix(piece.next);
    }
  }

private:
  // Hands out the documents of a piece that is not a run of lines.
  void piece(Is kind, const Blob& piece) {
    if (before_) before_(piece.bytes.size());
    found_.clear();
    switch (kind) {
      case Is::row: extract(piece.bytes, Standing::in_row, found_); break;
      case Is::head: extract_head(piece.bytes, found_); break;
      case Is::beside: extract_beside(piece.bytes, found_); break;
      default: extract(piece.bytes, Standing::alone, found_);
    }
    // A member beside a document may stand in front of it.
    const auto stands_before = [](const Extract& a, const Extract& b) {
      return a.bytes.data() < b.bytes.data();
    };
    if (!std::is_sorted(found_.begin(), found_.end(), stands_before)) {
      std::stable_sort(found_.begin(), found_.end(), stands_before);
    }
    hand_out(piece);
    if (found_.capacity() > most_kept) found_ = {};
  }

  void hand_out(const Blob& whole) {
    std::size_t at = 0;  // newlines before this are counted
    std::uint64_t line = whole.origin.line;
    for (const Extract& extract : found_) {
      const auto before =
          static_cast<std::size_t>(extract.bytes.data() - whole.bytes.data());
      line += count_newlines(whole.bytes.substr(at, before - at));
      at = before;
      Blob out = whole;
      out.bytes = extract.bytes;
      out.origin.offset += before;
      out.origin.line = line;
      out.sort = extract.sort;
      if (extract.has_form) out.form = extract.form;
      if (!extract.account.empty()) out.account = extract.account;
      out.revision = extract.revision;
      out.other_id = extract.other_id;
      out.is_line &= extract.bytes.size() == whole.bytes.size();
      take_(out);
    }
  }

  // Hands out the documents of a run of lines.
  void lines(const Blob& lines) {
    Blob line = lines;
    line.is_line = true;
    line.form = Form::line;
    const std::string_view bytes = lines.bytes;
    for (std::size_t start = 0; start < bytes.size(); ++line.origin.line) {
      const std::size_t end = std::min(bytes.find('\n', start), bytes.size());
      line.bytes = trimmed(bytes.substr(start, end - start));
      start = end + 1;
      if (line.bytes.empty()) continue;
      line.origin.offset =
          lines.origin.offset +
          static_cast<std::size_t>(line.bytes.data() - bytes.data());
      if (line.bytes.front() == '[') {
        this->line(line, [] { return false; });
      } else {
        piece(Is::document, line);
      }
    }
  }

  static constexpr std::size_t most_kept = 1 << 12;

  const TakeBlob& take_;
  const BeforePiece& before_;
  std::vector<Extract> found_;  // in the current piece
};

}  // namespace

void cut(const Batch& batch, const TakeBlob& take, const BeforePiece& before) {
  Cutter cutter(take, before);
  for (const Segment& segment : batch.segments) cutter.segment(segment, batch);
}

bool cut_again(const Blob& line, const TakeBlob& take) {
  if (!line.is_line) return false;
  std::size_t found = 0;
  const TakeBlob count = [&](const Blob&) { ++found; };
  Cutter(count, {}).line(line, [&] { return found > 1; });
  if (found < 2) return false;
  Cutter(take, {}).line(line, [] { return false; });
  return true;
}

}  // namespace trunklift
