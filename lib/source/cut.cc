// Cuts batches into documents: what of the work can be done in parallel.
#include "source/cut.h"

#include <algorithm>

#include "base/text.h"
#include "source/extract.h"
#include "source/skim.h"

namespace trunklift {
namespace {

using Is = Piece::Kind;

// Those that were found in `whole`, in the order in which they stand there,
// with the places where they do.
void add(const std::vector<Extract>& found, const Blob& whole,
         std::vector<Blob>& blobs) {
  std::size_t seen = 0;
  std::uint64_t line = whole.origin.line;
  for (const Extract& extract : found) {
    const auto before =
        static_cast<std::size_t>(extract.bytes.data() - whole.bytes.data());
    line += count_newlines(whole.bytes.substr(seen, before - seen));
    seen = before;
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
    blobs.push_back(out);
  }
}

// What there is in a piece that is no run of lines.
void cut_piece(Is kind, const Blob& piece, std::vector<Blob>& blobs) {
  std::vector<Extract> found;
  switch (kind) {
    case Is::row: extract(piece.bytes, Standing::in_row, found); break;
    case Is::head: extract_head(piece.bytes, found); break;
    case Is::beside: extract_beside(piece.bytes, found); break;
    default: extract(piece.bytes, Standing::alone, found);
  }
  // What is beside a document may stand before it.
  std::stable_sort(found.begin(), found.end(),
                   [](const Extract& a, const Extract& b) {
                     return a.bytes.data() < b.bytes.data();
                   });
  add(found, piece, blobs);
}

// The documents of a line that is an array, or holds several.
void cut_line(const Blob& line, std::vector<Blob>& blobs) {
  Splitter splitter = Splitter::of_line();
  std::string_view rest = line.bytes;
  while (true) {
    const Piece piece = splitter.next(rest, true);
    if (piece.kind == Is::done) return;
    Blob part = line;
    part.is_line = false;
    part.form = line.bytes.front() == '[' ? Form::array_line : piece.form;
    part.bytes = rest.substr(0, piece.end);
    part.origin.offset +=
        static_cast<std::size_t>(rest.data() - line.bytes.data());
    if (piece.kind != Is::skip) cut_piece(piece.kind, part, blobs);
    rest.remove_prefix(piece.next);
  }
}

// `lines`: of a run of lines that are documents, but for the blank ones.
void cut_lines(const Blob& lines, std::vector<Blob>& blobs) {
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
      cut_line(line, blobs);
    } else {
      cut_piece(Is::document, line, blobs);
    }
  }
}

}  // namespace

std::vector<Blob> cut(const Batch& batch) {
  std::vector<Blob> blobs;
  for (const Segment& segment : batch.segments) {
    Blob whole;
    whole.bytes =
        batch.bytes.view().substr(segment.begin, segment.end - segment.begin);
    whole.origin = segment.origin;
    whole.account = segment.account;
    whole.form = segment.form;
    switch (segment.kind) {
      case Is::lines: cut_lines(whole, blobs); break;
      case Is::oversized:
        whole.sort = Blob::Sort::oversized;
        whole.bytes = {};
        whole.size = segment.size;
        whole.content = segment.content;
        blobs.push_back(whole);
        break;
      default: cut_piece(segment.kind, whole, blobs);
    }
  }
  return blobs;
}

std::vector<Blob> cut_again(const Blob& line) {
  std::vector<Blob> blobs;
  if (line.is_line) cut_line(line, blobs);
  if (blobs.size() < 2) blobs.clear();
  return blobs;
}

}  // namespace trunklift
