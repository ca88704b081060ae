// A peer of `check --schema FILE`: JSON.parse and a validator that ajv has
// compiled, in as many worker threads as told, all errors.
// Usage: node ajv_check.mjs SCHEMA FILE THREADS FINDINGS
import fs from "node:fs";
import {
  Worker, isMainThread, parentPort, workerData,
} from "node:worker_threads";
import { fileURLToPath } from "node:url";
import Ajv from "ajv-draft-04";
import { lineStart, texts } from "./lines.mjs";

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
