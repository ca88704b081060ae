// A peer of `check --schema FILE`: JSON.parse and a validator that ajv has
// compiled, in as many worker threads as told, all errors.
// Usage: node ajv_check.mjs SCHEMA FILE THREADS FINDINGS
import fs from "node:fs";
import {
  Worker, isMainThread, parentPort, workerData,
} from "node:worker_threads";
import { fileURLToPath } from "node:url";
import Ajv from "ajv-draft-04";

const BLOCK = 1 << 20;
const NEWLINE = 10;

// Lines that start in [begin, end), a block of them at a time as one text.
function* texts(path, begin, end) {
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

function check({ schema, path, begin, end, findings }) {
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false });
  const validate = ajv.compile(JSON.parse(fs.readFileSync(schema, "utf8")));
  const out = fs.openSync(findings, "w");
  const count = { documents: 0, invalid: 0, broken: 0, violations: 0 };
  let text = "";
  for (const lines of texts(path, begin, end)) {
    let from = 0;
    while (from < lines.length) {
      let to = lines.indexOf("\n", from);
      if (to < 0) to = lines.length;
      const line = lines.slice(from, to);
      from = to + 1;
      if (line.length === 0) continue;
      ++count.documents;
      let document;
      try {
        document = JSON.parse(line);
      } catch {
        ++count.broken;
        continue;
      }
      if (validate(document)) continue;
      ++count.invalid;
      for (const error of validate.errors) {
        ++count.violations;
        text += JSON.stringify({ keyword: error.keyword,
          pointer: error.instancePath, message: error.message }) + "\n";
      }
    }
    fs.writeSync(out, text);
    text = "";
  }
  fs.closeSync(out);
  return count;
}

// Where the first line at or after `at` starts.
function lineStart(file, at, size) {
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

async function main([schema, path, threads, findings]) {
  const size = fs.statSync(path).size;
  const file = fs.openSync(path, "r");
  const cuts = [];
  for (let i = 0; i <= Number(threads); ++i) {
    cuts.push(lineStart(file, Math.floor((size * i) / Number(threads)), size));
  }
  const counts = await Promise.all(cuts.slice(1).map((end, i) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(fileURLToPath(import.meta.url), {
        workerData: { schema, path, begin: cuts[i], end,
          findings: `${findings}.${i}` } });
      worker.on("message", resolve);
      worker.on("error", reject);
    })));
  const total = {};
  for (const count of counts) {
    for (const [key, value] of Object.entries(count)) {
      total[key] = (total[key] ?? 0) + value;
    }
  }
  console.log(JSON.stringify(total));
}

if (isMainThread) {
  await main(process.argv.slice(2));
} else {
  parentPort.postMessage(check(workerData));
}
