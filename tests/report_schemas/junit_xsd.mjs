// Prints Ant's XML schema of JUnit reports, which the tests of a package quote.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const folder = require.resolve("junit-xml/package.json").replace(/[^/]*$/, "");
const text = readFileSync(folder + "src/index.test.ts", "utf8");
const [quoted] = text.match(/<xs:schema[^]*<\/xs:schema>/);
process.stdout.write(quoted.replaceAll("\\'", "'").replaceAll("\\n", "\n"));
