// A peer of `migrate` to PostgreSQL, as somebody would write it for Node.js:
// JSON.parse, a validator that ajv has compiled, rows for trunk, device,
// phone_number and legacy_document, and COPY by pg-copy-streams, in as many
// worker threads as told, each with a connection. Documents that are not valid
// are left out. The keys come after, and what depends on several documents.
// Usage: node node_load.mjs SCHEMA FILE THREADS AFTER
// AFTER: JSON, lists of SQL; what is in one list may run at the same time.
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import { finished } from "node:stream/promises";
import {
  Worker, isMainThread, parentPort, workerData,
} from "node:worker_threads";
import { fileURLToPath } from "node:url";
import Ajv from "ajv-draft-04";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { lineStart, texts } from "./lines.mjs";

const DOCUMENTS = 4000;  // a transaction
const EPOCH = 62167219200;  // 1970 in seconds of the Gregorian calendar
const COLUMNS = {
  trunk: "account_id,id,name,realm,twoway_trunks,inbound_trunks," +
    "caller_id_name,caller_id_number,emergency_caller_id_name," +
    "emergency_caller_id_number,legacy_document_id,legacy_revision,created," +
    "modified",
  device: "account_id,id,trunk_id,position,name,enabled,auth_method," +
    "username,secret,ip,host,port,invite_format,media_handling,delay," +
    "timeout,progress_timeout,ignore_early_media,codecs,flags," +
    "dynamic_flags,sip_headers,caller_id_name,caller_id_number," +
    "emergency_caller_id_name,emergency_caller_id_number,failover_number," +
    "failover_sip",
  phone_number: "account_id,id,number,trunk_id,device_id,live,claim_rank," +
    "legacy_document_id,caller_id_name,caller_id_number,failover_number," +
    "failover_sip,force_outbound,options",
  legacy_document: "account_id,document_id,revision,content_hash,input," +
    "byte_offset,line,outcome,run_id",
};
const ADDRESS = /^(\d{1,3}\.){3}\d{1,3}$|^[0-9a-f]*:[0-9a-f:.]+$/i;
const ESCAPES = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function uuid5(text) {
  const digits = createHash("sha1").update("trunklift\n" + text).digest("hex");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-5` +
    `${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

function field(value) {
  if (value === undefined || value === null) return "\\N";
  if (typeof value === "boolean") return value ? "t" : "f";
  return String(value).replace(/[\\\t\n\r]/g, (c) => ESCAPES[c]);
}

function line(...values) {
  return values.map(field).join("\t") + "\n";
}

function array(list) {
  if (!Array.isArray(list)) return null;
  return "{" + list.map((text) =>
    `"${String(text).replace(/["\\]/g, "\\$&")}"`).join(",") + "}";
}

function time(gregorian) {
  return Number.isInteger(gregorian)
    ? new Date((gregorian - EPOCH) * 1000).toISOString() : null;
}

// In E.164 with a plus, where it can be told.
function e164(number) {
  if (/^\d{10}$/.test(number)) return "+1" + number;
  if (/^\d{11,}$/.test(number)) return "+" + number;
  return number;
}

function number(value) {
  return Number.isInteger(value) ? value : null;
}

// What a schema does not say, and the tables want.
function isUsable(document) {
  const { trunks, inbound_trunks: inbound } = document.account ?? {};
  return typeof document.pvt_account_id === "string" &&
    typeof document._id === "string" && document.pvt_deleted !== true &&
    !(number(trunks) < 0) && !(number(inbound) < 0) &&
    (document.servers ?? []).every(({ auth, options }) => {
      const port = auth?.port ?? options?.port ?? 0;
      return auth?.auth_method && port >= 0 && port <= 65535;
    });
}

// What names the server, whatever its place in the list.
function endpoint(server) {
  const auth = server.auth ?? {};
  if (auth.auth_method?.toLowerCase() === "password") {
    return "password:" + (auth.auth_user ?? "").toLowerCase();
  }
  return `address:${auth.ip ?? server.options?.ip ?? ""} ${auth.port ?? ""}`;
}

function convert(document, text) {
  const account = document.pvt_account_id;
  const general = document.account ?? {};
  const trunk = uuid5(`${account}\n${document._id}`);
  text.trunk += line(account, trunk, document.name, general.auth_realm,
    number(general.trunks), number(general.inbound_trunks),
    general.caller_id?.cid_name, general.caller_id?.cid_number,
    general.emergency_caller_id?.cid_name,
    general.emergency_caller_id?.cid_number, document._id, document._rev,
    time(document.pvt_created), time(document.pvt_modified));
  const seen = new Map();
  (document.servers ?? []).forEach((server, position) => {
    const { auth = {}, options = {} } = server;
    const host = auth.ip ?? options.ip;
    const numbers = Object.entries(server.DIDs ?? {});
    if (!auth.auth_user && !host && !numbers.length) return;  // a placeholder
    let name = endpoint(server);
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    if (before) name += "\n" + before;
    const device = uuid5(`${account}\n${document._id}\n${name}`);
    const literal = host !== undefined && ADDRESS.test(host);
    const caller = options.caller_id ?? general.caller_id ?? {};
    const emergency =
      options.emergency_caller_id ?? general.emergency_caller_id ?? {};
    const failover = options.failover ?? general.failover ?? {};
    text.device += line(account, device, trunk, position,
      server.server_name ?? auth.auth_user ?? host ?? "",
      options.enabled ?? true, auth.auth_method.toLowerCase(), auth.auth_user,
      auth.auth_password, literal ? host : null, literal ? null : host,
      number(auth.port ?? options.port) || null,
      options.inbound_format ?? "npan", options.media_handling ?? "bypass",
      number(options.delay), number(options.timeout),
      number(options.progress_timeout), options.ignore_early_media,
      array(options.codecs ?? server.codecs), array(options.flags),
      array(options.dynamic_flags),
      options.sip_headers && JSON.stringify(options.sip_headers),
      caller.cid_name, caller.cid_number, emergency.cid_name,
      emergency.cid_number, failover.e164, failover.sip);
    const claimed = new Set();
    for (const [written, did] of numbers) {
      const dialled = e164(written);
      if (claimed.has(dialled)) continue;
      claimed.add(dialled);
      text.phone_number += line(account,
        uuid5(`${account}\n${document._id}\n${name}\n${dialled}`), dialled,
        trunk, device, true, position, document._id, did.caller_id?.cid_name,
        did.caller_id?.cid_number, did.failover?.e164, did.failover?.sip,
        did.force_outbound, array(did.options));
    }
  });
}

async function copy(client, table, text) {
  const stream = client.query(
    copyFrom(`COPY ${table}(${COLUMNS[table]}) FROM STDIN`));
  stream.end(text);
  await finished(stream);
}

const nothing = () =>
  ({ trunk: "", device: "", phone_number: "", legacy_document: "" });

async function connected() {
  const client = new pg.Client(process.env.DATABASE_URL);
  await client.connect();
  await client.query("SET search_path TO trunklift");
  return client;
}

async function load({ schema, path, begin, end, run }) {
  const ajv = new Ajv({ strict: false, logger: false });
  const validate = ajv.compile(JSON.parse(fs.readFileSync(schema, "utf8")));
  const client = await connected();
  const count = { documents: 0, invalid: 0 };
  let text = nothing();
  let documents = 0;
  const commit = async () => {
    await client.query("BEGIN");
    for (const table of Object.keys(text)) {
      await copy(client, table, text[table]);
    }
    await client.query("COMMIT");
    text = nothing();
    documents = 0;
  };
  let offset = begin;
  for (const lines of texts(path, begin, end)) {
    for (const written of lines.split("\n")) {
      if (written.length === 0) continue;
      const at = offset;
      offset += Buffer.byteLength(written) + 1;
      ++count.documents;
      const document = JSON.parse(written);
      if (!validate(document) || !isUsable(document)) {
        ++count.invalid;
        continue;
      }
      convert(document, text);
      text.legacy_document += line(document.pvt_account_id, document._id,
        document._rev, createHash("md5").update(written).digest("hex"), path,
        at, count.documents, "loaded", run);
      if (++documents === DOCUMENTS) await commit();
    }
  }
  await commit();
  await client.end();
  return count;
}

async function main([schema, path, threads, after]) {
  const size = fs.statSync(path).size;
  const file = fs.openSync(path, "r");
  const run = randomUUID();
  const cuts = [];
  for (let i = 0; i <= Number(threads); ++i) {
    cuts.push(lineStart(file, Math.floor((size * i) / Number(threads)), size));
  }
  const counts = await Promise.all(cuts.slice(1).map((end, i) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(fileURLToPath(import.meta.url), {
        workerData: { schema, path, begin: cuts[i], end, run } });
      worker.on("message", resolve);
      worker.on("error", reject);
    })));
  for (const stage of JSON.parse(fs.readFileSync(after, "utf8"))) {
    const left = [...stage];
    await Promise.all(Array.from({ length: Number(threads) }, async () => {
      const client = await connected();
      while (left.length > 0) await client.query(left.shift());
      await client.end();
    }));
  }
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
  parentPort.postMessage(await load(workerData));
}
