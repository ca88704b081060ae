// Cuts batches into documents: what of the work can be done in parallel.
#include "source/cut.h"

#include <algorithm>

#include "base/text.h"
#include "source/couchdb.h"
#include "source/skim.h"

namespace trunklift {
namespace {

using Is = Piece::Kind;

// `part` of `whole`, with the place where it stands.
Blob blob_of(std::string_view part, const Blob& whole) {
  Blob out = whole;
  const auto before =
      static_cast<std::size_t>(part.data() - whole.bytes.data());
  out.bytes = part;
  out.origin.offset += before;
  out.origin.line += count_newlines(whole.bytes.substr(0, before));
  return out;
}

void add(const Extract& extract, const Blob& whole, std::vector<Blob>& blobs) {
  if (extract.bytes.empty()) return;
  Blob out = blob_of(extract.bytes, whole);
  out.sort = extract.sort;
  if (extract.is_change) out.form = Form::change;
  blobs.push_back(out);
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
    if (piece.kind == Is::row) {
      add(in_row(part.bytes), part, blobs);
    } else if (piece.kind != Is::skip) {
      add(in_object(part.bytes), part, blobs);
    }
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
      add(in_object(line.bytes), line, blobs);
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
      case Is::row: add(in_row(whole.bytes), whole, blobs); break;
      case Is::oversized:
        whole.sort = Blob::Sort::oversized;
        whole.bytes = {};
        whole.size = segment.size;
        whole.content = segment.content;
        blobs.push_back(whole);
        break;
      default: add(in_object(whole.bytes), whole, blobs);
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
