// A server that speaks CouchDB's protocol, with its databases in memory.
// Prints its URL, and ends with its standard input.
// Usage: node server.mjs
import express from "express";
import expressPouch from "express-pouchdb";
import PouchDB from "pouchdb";
import memory from "pouchdb-adapter-memory";

PouchDB.plugin(memory);
const Database = PouchDB.defaults({ adapter: "memory" });
const app = express();  // express 5 breaks the paging of express-pouchdb
app.use(express.json({ limit: "1gb" }));
// As CouchDB does it: no revision means every leaf, deleted ones, too. PouchDB
// gives the winner only, and never answers where there are none.
app.post("/:db/_bulk_get", async (request, response) => {
  const revs = Boolean(request.body.revs ?? request.query.revs);
  const database = new Database(request.params.db);
  const results = [];
  for (const { id, rev } of request.body.docs) {
    const open_revs = rev ? [rev] : "all";
    results.push({ id, docs: await database.get(id, { revs, open_revs }) });
  }
  response.json({ results });
});
// couchbackup reads on until nothing is pending, which PouchDB does not tell.
app.post("/:db/_changes", async (request, response) => {
  const { since, limit } = request.query;
  const database = new Database(request.params.db);
  const { results, last_seq } = await database.changes(
    { since: Number(since) || 0, limit: Number(limit) || undefined });
  const pending = (await database.info()).update_seq - last_seq;
  response.json({ results, last_seq, pending });
});
app.use(expressPouch(Database, { mode: "minimumForPouchDB" }));
const server = app.listen(0, "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume().on("end", () => process.exit(0));
