"""The pairs that load PostgreSQL: all sides the same server, in one run."""
import json

from . import peers as others
from .measure import (Group, Pair, Program, ROOT, SCHEMA, Skipped, TRUNKLIFT,
                      Wrong, quiet, say, spread)

LIMIT_MB = 200
SCRIPTS = ROOT / "tests" / "bench"

NAMES = {
    "postgres/copy": "migrate of trunkstore documents to an empty PostgreSQL "
                     "target, from the dump to committed rows, keys and "
                     "ledger, is compared with psql, which copies the same rows "
                     "from files (\\copy) over as many connections and makes "
                     "the same keys afterwards",
    "postgres/copy-all": "the same with the whole dump, most of whose "
                         "documents become few rows",
    "postgres/rerun": "a second migrate of the same trunkstore documents, "
                      "which writes nothing, is compared with the first load",
    "postgres/rerun-all": "the same with the whole dump",
    "postgres/undo": "undo of the first load of the same trunkstore documents "
                     "is compared with that load",
    "postgres/undo-beside": "undo of the same load beside other documents, of "
                            "which each row is noted, is compared with that "
                            "load",
    "postgres/node": "migrate of trunkstore documents is compared with a "
                     "script for Node.js (compiled ajv, pg-copy-streams, as "
                     "many workers); the script writes fewer columns, has "
                     "no findings and no normalization, keeps no changes, and "
                     "leaves invalid documents out",
    "postgres/python": "the same against a script in Python, which uses "
                       "jsonschema and psycopg2 (small dump; at most 3 rounds)",
    "memory/postgres": "the peak memory of migrate of the whole dump to "
                       "PostgreSQL",
}

TABLES = ("account", "trunk", "device", "phone_number", "legacy_document",
          "unconverted_document", "legacy_account", "legacy_limits",
          "legacy_number")

# What a first load drops and makes again, as (step, drop, make).
KEYS = """
WITH tables AS (
  SELECT oid, relname FROM pg_class
  WHERE relnamespace = 'trunklift'::regnamespace AND relkind = 'r'
    AND relname IN ({}))
SELECT json_build_array(step, away, back) FROM (
  SELECT CASE k.contype WHEN 'f' THEN 'foreign' ELSE 'keys' END AS step,
    format('ALTER TABLE trunklift.%I DROP CONSTRAINT %I', relname, conname)
      AS away,
    format('ALTER TABLE trunklift.%I ADD CONSTRAINT %I %s', relname, conname,
           pg_get_constraintdef(k.oid)) AS back
  FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
  WHERE k.contype IN ('p', 'u', 'f')
  UNION ALL
  SELECT 'keys', format('DROP INDEX %s', indexrelid::regclass),
    pg_get_indexdef(indexrelid)
  FROM pg_index i JOIN tables t ON t.oid = i.indrelid
  WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid
                    AND contype <> 'f')) found
ORDER BY step = 'keys', back
""".format(", ".join(f"'{table}'" for table in TABLES[1:]))

# What depends on several documents, for peers: their own SQL.
FINISH = ["""
INSERT INTO account(account_id, realm, twoway_trunks, inbound_trunks,
  caller_id_name, caller_id_number)
SELECT account_id, max(realm), max(twoway_trunks), max(inbound_trunks),
  max(caller_id_name), max(caller_id_number) FROM trunk GROUP BY account_id
""", """
UPDATE phone_number p SET live = false
FROM (SELECT account_id, id, row_number() OVER (
        PARTITION BY account_id, number
        ORDER BY legacy_document_id, claim_rank, id) AS place
      FROM phone_number) c
WHERE c.place > 1 AND p.account_id = c.account_id AND p.id = c.id
"""]

# Rows of each document.
ROWS_OF = """
SELECT t.account_id, t.legacy_document_id,
  (SELECT count(*) FROM trunklift.device d
   WHERE d.account_id = t.account_id AND d.trunk_id = t.id) AS devices,
  (SELECT count(*) FROM trunklift.phone_number p
   WHERE p.account_id = t.account_id AND p.trunk_id = t.id) AS numbers
FROM trunklift.trunk t
"""


class Target:
    """The target of all programs, and what it holds when ours has loaded a
    dump."""

    def __init__(self, bench, server, path, documents):
        self.bench, self.server, self.path = bench, server, path
        self.documents = documents
        self.folder = bench.folder / "postgres"
        self.after = self.folder / "after.json"
        self.first = self.migrate("first load", self.empty, self.loaded)
        self.again = self.migrate("again", self.settle, self.unchanged)
        self.beside = self.migrate("load beside others", self.others,
                                   self.loaded)
        self.undo = self.undoing("undo of it", self.first)
        self.undo_beside = self.undoing("undo of it", self.beside)

    def __enter__(self):
        self.folder.mkdir()
        self.empty()
        self.keys = [json.loads(row[0]) for row in self.server.rows(KEYS)]
        self.bench.once(self.first)
        self.rows = self.counts()
        self.server.psql(f"CREATE TABLE bench_document AS {ROWS_OF}; "
                         "ANALYZE bench_document")
        say("; ".join(f"{table} {rows:,}" for table, rows
                      in self.rows.items() if rows))
        return self

    def __exit__(self, *_):
        self.server.psql("DROP SCHEMA IF EXISTS trunklift CASCADE; "
                         "DROP TABLE IF EXISTS bench_document")
        # Scripts and rows; they hold as much as the dump.
        quiet(["rm", "-r", self.folder])

    def program(self, name, command, prepare, verify, **more):
        return Program(name, command, bytes=self.path.stat().st_size,
                       prepare=prepare, verify=verify, meter=self.server.cpu,
                       environment=self.server.environment |
                       {"DATABASE_URL": self.server.uri}, **more)

    def migrate(self, name, prepare, verify):
        return self.program(
            f"{name} -j{self.bench.jobs}", [
                TRUNKLIFT, "migrate", "--isolated", "-q",
                f"-j{self.bench.jobs}", "--connections", self.bench.jobs,
                self.path, "--to", self.server.uri], prepare, verify,
            codes=(0, 1))

    def undoing(self, name, load):
        def prepare():
            self.bench.once(load)
            self.settle()
        return self.program(name, [
            TRUNKLIFT, "undo", "last", "--isolated", "--to", self.server.uri],
            prepare, self.gone)

    # --- How it is before each run.
    def settle(self):
        self.server.psql("CHECKPOINT")

    def empty(self):
        self.server.psql("DROP SCHEMA IF EXISTS trunklift CASCADE")
        quiet([TRUNKLIFT, "target", "init", "--isolated", "--to",
               self.server.uri])
        self.settle()

    def others(self):
        """A target of another account, so that all is merged into it."""
        self.empty()
        path = self.folder / "other.json"
        path.write_text(json.dumps({
            "_id": "other", "_rev": "1-a", "pvt_type": "sys_info",
            "pvt_account_id": "other", "account": {"trunks": 1},
            "servers": [{"auth": {"auth_user": "other"}}]}))
        quiet([TRUNKLIFT, "migrate", "--isolated", "-q", path, "--fail-on",
               "never", "--to", self.server.uri])
        self.settle()

    def without_keys(self):
        self.empty()
        self.server.psql(";".join(away for _, away, _ in self.keys))
        self.settle()

    # --- How it is to be after one.
    def counts(self):
        return {table: int(self.server.rows(
            f"SELECT count(*) FROM trunklift.{table}")[0][0])
                for table in TABLES}

    def run_counts(self):
        row = self.server.rows(
            "SELECT documents_read, documents_loaded, documents_unchanged "
            "FROM trunklift.run WHERE status = 'complete' "
            "ORDER BY number DESC LIMIT 1")
        return [int(field) for field in row[0]] if row else None

    def loaded(self, _):
        self.first_run = self.run_counts()
        if not self.first_run or self.first_run[0] != self.documents:
            raise Wrong(f"the run says {self.first_run}, and not that it read "
                        f"{self.documents} documents")

    def unchanged(self, _):
        read, loaded, unchanged = self.run_counts()
        if (read, unchanged) != tuple(self.first_run[:2]) or loaded:
            raise Wrong(f"loaded {loaded} documents again, {unchanged} were "
                        f"unchanged; the first run was {self.first_run}")

    def gone(self, _):
        left = self.counts()
        if left["trunk"] > 1 or left["phone_number"]:
            raise Wrong(f"undo left {left}")

    def same_rows(self, _):
        if self.counts() != self.rows:
            raise Wrong(f"psql copied {self.counts()}; trunklift loaded "
                        f"{self.rows}")

    def same_documents(self, out):
        """Each document that the peer loaded has as many rows as with ours,
        unless ours rejected it for what no schema says of a value."""
        said = json.loads(out.read_text())
        valid = said["documents"] - said["invalid"]
        trunks, more, different = (int(field) for field in self.server.rows(f"""
            SELECT count(*), count(*) FILTER (WHERE o.devices IS NULL),
              count(*) FILTER (WHERE (p.devices, p.numbers) <>
                (o.devices, o.numbers))
            FROM ({ROWS_OF}) p
            LEFT JOIN bench_document o USING (account_id, legacy_document_id)
            """)[0])
        if said["documents"] != self.documents or trunks != valid or different:
            raise Wrong(f"the peer says {said} and loaded {trunks} trunks; "
                        f"{different} have other devices or numbers than "
                        "trunklift has")
        # It is to have as much to do as ours.
        ours, rejected = self.rows["trunk"], self.rows["unconverted_document"]
        if trunks - more < 0.97 * ours or more > rejected:
            raise Wrong(f"the peer loaded {trunks} trunks, {more} of them of "
                        f"documents that trunklift did not load; trunklift "
                        f"loaded {ours} and rejected at most {rejected}")

    # --- The others.
    def copying(self):
        """psql's part, and the files that it copies."""
        self.bench.once(self.first)
        jobs = self.bench.jobs
        for lane in range(jobs):
            copies = []
            for table in TABLES:
                if not self.rows[table]:
                    continue
                path = self.folder / f"{table}-{lane}.copy"
                self.server.psql(
                    f"\\copy (SELECT * FROM trunklift.{table} WHERE "
                    f"abs(hashtext(account_id)::bigint) % {jobs} = {lane}) to "
                    f"'{path}'")
                copies.append(f"\\copy trunklift.{table} from '{path}'\n")
            (self.folder / f"copy-{lane}.sql").write_text("".join(copies))
        for number, (step, _, back) in enumerate(self.keys):
            (self.folder / f"{step}-{number:02}.sql").write_text(back + ";\n")
        return self.program(
            f"psql, {jobs} connections",
            ["sh", SCRIPTS / "copy_limit.sh", self.folder, jobs],
            self.without_keys, self.same_rows)

    def peer(self, name, command):
        self.after.write_text(json.dumps([
            [back for step, _, back in self.keys if step == "keys"],
            [back for step, _, back in self.keys if step == "foreign"],
            FINISH]))
        return self.program(name, [*command, self.after], self.without_keys,
                            self.same_documents)


def of_dump(bench, dump, wanted, server):
    wanted = wanted & set(NAMES)
    if not server:
        for name in sorted(wanted):
            yield Skipped(name, dump.name, "no PostgreSQL server (scripts/"
                          "setup --bench installs it)")
        return
    whole = {"postgres/copy-all", "postgres/rerun-all", "memory/postgres"}
    if wanted - whole:
        trunks = dump.facts["kinds"]["sys_info"]["documents"]
        with Target(bench, server, dump.trunks, trunks) as target:
            yield limits(target, dump, wanted, "")
            yield from peers(target, dump, wanted)
    if wanted & whole:
        with Target(bench, server, dump.path,
                    dump.facts["documents"]) as target:
            yield limits(target, dump, wanted, "-all")
            if "memory/postgres" in wanted:
                yield Memory(target, dump)


def limits(target, dump, wanted, suffix):
    pairs = []
    if f"postgres/copy{suffix}" in wanted:
        pairs.append(Pair(f"postgres/copy{suffix}", target.first,
                          (target.copying(),), 0.85))
    if f"postgres/rerun{suffix}" in wanted:
        pairs.append(Pair(f"postgres/rerun{suffix}", target.again,
                          (target.first,), 1 / 0.15, note="0.15 of the time"))
    if suffix:
        return Group(dump.name, pairs)
    for name, undo, load in (
            ("postgres/undo", target.undo, target.first),
            ("postgres/undo-beside", target.undo_beside, target.beside)):
        if name in wanted:
            pairs.append(Pair(name, undo, (load,), 1 / 3,
                              note="3 times the time"))
    return Group(dump.name, pairs)


def peers(target, dump, wanted):
    jobs = target.bench.jobs
    if "postgres/node" in wanted:
        folder, why = others.node(target.bench)
        if folder:
            node = target.peer(f"Node.js, {jobs} workers", [
                "node", folder / "node_load.mjs", SCHEMA, target.path, jobs])
            yield Group(dump.name, [Pair("postgres/node", target.first,
                                         (node,), 3.5)])
        else:
            yield Skipped("postgres/node", dump.name, why)
    if "postgres/python" not in wanted:
        return
    if dump.name != "small":
        yield Skipped("postgres/python", dump.name,
                      "it is measured with the small dump")
        return
    try:
        quiet([others.PYTHON, "-c", "import jsonschema, psycopg2"])
    except (OSError, Wrong):
        yield Skipped("postgres/python", dump.name, "no python3-jsonschema or "
                      "python3-psycopg2 (scripts/setup --bench installs them)")
        return
    python = target.peer("Python", [
        others.PYTHON, SCRIPTS / "python_load.py", SCHEMA, target.path])
    yield Group(dump.name, [Pair("postgres/python", target.first, (python,),
                                 15)], most_rounds=3)


class Memory:
    """The peak of trunklift's own process; the server's is not in it."""

    def __init__(self, target, dump):
        self.target, self.dump = target, dump

    def run(self, bench):
        say(f"{self.dump.name}: memory/postgres")
        peak = spread([bench.once(self.target.first)["peak_kib"] * 1024 / 1e6
                       for _ in range(min(bench.rounds, 3))])
        return [{"pair": "memory/postgres", "dump": self.dump.name,
                 "peak_mb": peak, "goal": f"under {LIMIT_MB} MB",
                 "documents": self.target.documents,
                 "reached": peak["median"] < LIMIT_MB}]
