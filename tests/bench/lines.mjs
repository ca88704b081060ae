// Lines of a part of a file, for the peers that run on Node.js.
import fs from "node:fs";

const BLOCK = 1 << 20;
const NEWLINE = 10;

// Lines that start in [begin, end), a block of them at a time as one text.
export function* texts(path, begin, end) {
  const file = fs.openSync(path, "r");
  let buffer = Buffer.allocUnsafe(2 * BLOCK);
  let held = 0;
  let at = begin;
  for (;;) {
    if (buffer.length - held < BLOCK) {
      buffer = Buffer.concat([buffer], 2 * buffer.length);
    }
    const wanted = Math.min(BLOCK, end - at);
    const got = wanted > 0 ? fs.readSync(file, buffer, held, wanted, at) : 0;
    at += got;
    held += got;
    if (got === 0) break;
    const stop = buffer.lastIndexOf(NEWLINE, held - 1) + 1;
    if (stop === 0 || stop > held) continue;
    yield buffer.utf8Slice(0, stop);
    buffer.copy(buffer, 0, stop, held);
    held -= stop;
  }
  if (held > 0) yield buffer.utf8Slice(0, held);
  fs.closeSync(file);
}

// Where the first line at or after `at` starts.
export function lineStart(file, at, size) {
  if (at === 0) return 0;
  const buffer = Buffer.allocUnsafe(BLOCK);
  for (let from = at - 1; from < size;) {
    const got = fs.readSync(file, buffer, 0, BLOCK, from);
    const newline = buffer.subarray(0, got).indexOf(NEWLINE);
    if (newline >= 0) return from + newline + 1;
    from += got;
  }
  return size;
}
