// Fills a database, and reads it without couchbackup.
//
//   node client.mjs load URL NAME FILE...   documents, one a line, as they are
//   node client.mjs change URL NAME         update, delete, put in conflict
//   node client.mjs resolve URL NAME        conflicts whose losers are deleted
//   node client.mjs rows URL NAME           _all_docs, one document a line
//   node client.mjs leaves URL NAME         every leaf that full backups have
import fs from "node:fs";

const [, , command, url, name, ...files] = process.argv;
const database = `${url}/${name}`;

async function ask(path, body, method = body ? "POST" : "GET") {
  const response = await fetch(database + path, {
    method,
    body: body && JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
}

const all = async (path) =>
  (await ask(`${path}?include_docs=true`)).rows.map((row) => row.doc);

async function put(docs, new_edits) {
  let refused = 0;
  for (let i = 0; i < docs.length; i += 500) {
    const answer = await ask("/_bulk_docs",
                             { docs: docs.slice(i, i + 500), new_edits });
    refused += answer.filter((one) => one.error).length;
  }
  if (refused) throw new Error(`${refused} of ${docs.length} refused`);
}

// In the order that couchbackup gives to members. So does CouchDB, but for
// _deleted; PouchDB does not.
function print(documents) {
  const lines = documents.map(({ _deleted, _id, _rev, ...members }) =>
    JSON.stringify({ _deleted, _id, _rev, ...members }) + "\n");
  fs.writeFileSync(process.stdout.fd, lines.join(""));
}

// One version of each document that CouchDB takes; it keeps its revision.
function documents() {
  const found = new Map();
  for (const file of files) {
    for (const line of fs.readFileSync(file, "utf8").split("\n")) {
      let one;
      try {
        one = JSON.parse(line);
      } catch {
        continue;
      }
      if (typeof one?._id !== "string" || !one._id || one._id[0] === "_" ||
          !/^\d+-./.test(one._rev) ||
          Object.keys(one).some((key) => key[0] === "_" &&
                                         key !== "_id" && key !== "_rev")) {
        continue;
      }
      found.set(one._id, one);
    }
  }
  return [...found.values()];
}

const trunks = async () =>
  (await all("/_all_docs")).filter((one) => one.pvt_type === "sys_info");

// A second leaf of a document, `more` generations away.
const leaf = (document, more, members) => ({
  ...document,
  ...members,
  name: "lost",
  _rev: `${Number.parseInt(document._rev, 10) + more}-${"0".repeat(32)}`,
});

// One of ten trunkstore documents is updated twice, one is deleted and keeps
// its members, one is deleted without them, one has a second leaf, which loses.
async function change() {
  const documents = await trunks();
  const every = (n) => documents.filter((_, i) => i % 10 === n);
  for (const name of ["first", "second"]) {
    const known = new Map((await all("/_all_docs")).map((d) => [d._id, d]));
    await put(every(0).map((d) => ({ ...known.get(d._id), name })), true);
  }
  await put(every(1).map((d) => ({ ...d, _deleted: true })), true);
  await put(every(2).map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })),
            true);
  await put(every(3).map((d) => leaf(d, 0)), false);
}

// Whatever its generation, a leaf that is deleted loses to one that is not.
async function resolve() {
  const documents = (await trunks()).filter((_, i) => i % 10 === 5);
  await put(documents.map((d) => leaf(d, 2, { _deleted: true })), false);
}

async function leaves() {
  const changes = await ask("/_changes?style=all_docs");
  const docs = changes.results.flatMap(({ id, changes }) =>
    changes.map(({ rev }) => ({ id, rev })));
  const answer = await ask("/_bulk_get", { docs });
  return answer.results.flatMap(({ docs }) => docs.map(({ ok }) => ok));
}

switch (command) {
  case "load":
    await ask("", undefined, "PUT");
    await put(documents(), false);
    break;
  case "change": await change(); break;
  case "resolve": await resolve(); break;
  case "rows": print(await all("/_all_docs")); break;
  case "leaves": print(await leaves()); break;
  default: throw new Error(`no such command: ${command}`);
}
