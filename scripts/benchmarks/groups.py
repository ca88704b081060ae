"""The pairs: what is measured against what, and the goals."""
import json
import shutil
import sqlite3
import subprocess

from . import dumps, memory, peers, postgres
from .measure import (Group, Pair, Program, PROGRAMS, SCHEMA, Skipped,
                      TRUNKLIFT, Wrong, say)

MEMORY = {f"memory/{form.name}" for form in memory.FORMS}

NAMES = {
    "check/parse": "all of check, which writes findings to a file, is compared "
                   "with simdjson's DOM parse of the same lines",
    "check/parse-trunks": "the same for trunkstore documents alone, which cost "
                          "more than the others",
    "check/rules": "check with every rule, which prints findings as text, is "
                   "compared with check of the schema alone (--select TL0001)",
    "check/rules-jsonl": "the same with findings as JSON lines in a file: each "
                         "finding costs its fingerprint and some 400 bytes",
    "check/threads": "check with several threads is compared with check with "
                     "one",
    "check/flat": "the cost of a document among 100,000 and 1,000,000 is "
                  "compared with its cost among 10,000 (--size large or both)",
    "route/all": "route --all, with answers as JSON lines in a file, is compared "
                 "with check, with findings as JSON lines in a file",
    "route/number": "route --number, for one number, is compared with the same",
    "schema/rapidjson": "check --schema FILE, which writes findings to a file, "
                        "is compared with RapidJSON's SchemaValidator on "
                        "trunkstore documents with one thread; RapidJSON uses "
                        "std::regex, because its own engine drops \\d, and "
                        "stops at the first violation of a document, which "
                        "trunklift does not",
    "schema/ajv": "check --schema FILE, which writes findings to a file, is "
                  "compared with compiled ajv (allErrors) on trunkstore "
                  "documents with as many worker threads",
    "migrate/insert": "migrate to SQLite is compared with a loop that inserts "
                      "the same rows from memory, with the same tables, "
                      "indexes and durability, 32 rows in a statement, all in "
                      "one transaction",
    "inputs/gz": "check of a .gz is compared with the slower of gzip -dc and "
                 "check of the plain file",
    "inputs/gz-alone": "check of a .gz is compared with gzip -dc",
    "inputs/zst": "check of a .zst is compared with the slower of zstd -dc and "
                  "check of the plain file",
    "inputs/zst-alone": "check of a .zst is compared with zstd -dc",
    **{f"memory/{form.name}": "the peak memory of check on the large dump "
       f"({form.what}) is compared with that on a tenth of it"
       for form in memory.FORMS},
    **postgres.NAMES,
}

FINDINGS_CODES = (0, 1)


def of_dump(bench, dump, wanted, server):
    """Groups are made when it is their turn: some make files first."""
    yield from check(bench, dump, wanted)
    if {"route/all", "route/number"} & wanted:
        yield route(bench, dump, wanted)
    if {"schema/rapidjson", "schema/ajv"} & wanted:
        yield from schema(bench, dump, wanted)
    if "migrate/insert" in wanted:
        yield migrate(bench, dump)
    for suffix, tool in (("gz", ["gzip"]), ("zst", ["zstd", "-q"])):
        pairs = {f"inputs/{suffix}", f"inputs/{suffix}-alone"} & wanted
        if pairs:
            yield compressed(bench, dump, suffix, tool, pairs)
    yield from postgres.of_dump(bench, dump, wanted, server)


def threads(bench):
    return sorted({1, bench.jobs})


def checking(bench, name, path, jobs, documents=None, extra=()):
    """check with findings to a file; `documents` is what it has to read."""
    findings = bench.folder / f"findings-{jobs}.jsonl"

    def verify(_):
        read = dumps.summary(findings)["balance"]["read"]
        if documents is not None and read != documents:
            raise Wrong(f"{name} read {read} documents of {documents}")

    return Program(name, [TRUNKLIFT, "check", "--isolated", "-q", f"-j{jobs}",
                          path, *extra, "--report", f"jsonl={findings}"],
                   bytes=path.stat().st_size, codes=FINDINGS_CODES,
                   verify=verify)


def printing(name, path, jobs, extra=()):
    """check as it prints by itself, to a file."""
    def verify(out):
        if b"\naccounts " not in out.read_bytes():
            raise Wrong(f"{name} did not come to its end")

    return Program(name, [TRUNKLIFT, "check", "--isolated", "-q", f"-j{jobs}",
                          path, *extra],
                   bytes=path.stat().st_size, codes=FINDINGS_CODES,
                   verify=verify)


def parsing(name, path, jobs, documents):
    def verify(out):
        read = json.loads(out.read_text())["documents"]
        if read != documents:
            raise Wrong(f"{name} parsed {read} documents of {documents}")

    return Program(name, [PROGRAMS / "parse_limit", path, jobs],
                   bytes=path.stat().st_size, verify=verify)


def check(bench, dump, wanted):
    every = dump.facts["documents"]
    trunks = dump.facts["kinds"]["sys_info"]["documents"]
    pairs, programs = [], {}
    for jobs in threads(bench):
        programs[jobs] = checking(bench, f"check -j{jobs}", dump.path, jobs,
                                  every)
        if "check/parse" in wanted:
            limit = parsing(f"parse -j{jobs}", dump.path, jobs, every)
            pairs.append(Pair("check/parse", programs[jobs], (limit,), 0.40,
                              note="stretch 0.55"))
    if "check/threads" in wanted and bench.jobs > 1:
        pairs.append(Pair("check/threads", programs[bench.jobs],
                          (programs[1],), 1.7 * bench.jobs / 2))
    alone = ("--select", "TL0001")
    for jobs in threads(bench):
        if "check/rules" in wanted:
            pairs.append(Pair(
                "check/rules", printing(f"check -j{jobs}", dump.path, jobs),
                (printing(f"check --select TL0001 -j{jobs}", dump.path, jobs,
                          alone),), 0.75))
        if "check/rules-jsonl" in wanted:
            pairs.append(Pair(
                "check/rules-jsonl", programs[jobs],
                (checking(bench, f"check --select TL0001 -j{jobs}", dump.path,
                          jobs, every, alone),)))
    if pairs:
        yield Group(dump.name, pairs)
    if "check/parse-trunks" in wanted:
        yield Group(dump.name, [
            Pair("check/parse-trunks",
                 checking(bench, f"check -j{jobs}", dump.trunks, jobs, trunks),
                 (parsing(f"parse -j{jobs}", dump.trunks, jobs, trunks),))
            for jobs in threads(bench)])


def routing(bench, name, path, jobs, *calls):
    return Program(name, [TRUNKLIFT, "route", "--isolated", "-q", f"-j{jobs}",
                          path, *calls, "--report",
                          f"jsonl={bench.folder / 'calls.jsonl'}"],
                   bytes=path.stat().st_size, codes=(0, 1, 3))


def route(bench, dump, wanted):
    pairs = []
    for jobs in threads(bench):
        beside = checking(bench, f"check -j{jobs}", dump.path, jobs)
        if "route/all" in wanted:
            pairs.append(Pair(
                "route/all", routing(bench, f"route --all -j{jobs}", dump.path,
                                     jobs, "--all"), (beside,), 0.7))
        if "route/number" in wanted:
            pairs.append(Pair(
                "route/number",
                routing(bench, f"route --number -j{jobs}", dump.path, jobs,
                        "--number", "+14155550101"), (beside,), 1.0))
    return Group(dump.name, pairs)


def schema(bench, dump, wanted):
    """Validation alone: parse and schema, findings of it to a file. Every
    program has to find the same number of invalid documents."""
    trunks = dump.facts["kinds"]["sys_info"]["documents"]
    ours = {}
    for jobs in threads(bench):
        ours[jobs] = checking(bench, f"check --schema -j{jobs}", dump.trunks,
                              jobs, trunks, ("--schema", SCHEMA))
    bench.once(ours[1])
    facts = dumps.summary(bench.folder / "findings-1.jsonl")
    invalid = facts["balance"]["rejected"]
    say(f"{dump.name}: {invalid:,} of {trunks:,} documents are invalid")

    def verify(name):
        def verify_counts(out):
            found = json.loads(out.read_text())
            if (found["documents"], found["invalid"], found["broken"]) != (
                    trunks, invalid, 0):
                raise Wrong(f"{name} found {found}; trunklift found {invalid} "
                            f"invalid documents of {trunks}")
            violations = facts["findings"]["error"]
            if found.get("violations", violations) != violations:
                raise Wrong(f"{name} found {found['violations']} violations, "
                            f"trunklift found {violations}")
        return verify_counts

    if "schema/rapidjson" in wanted:
        if not bench.rapidjson:
            yield Skipped("schema/rapidjson", dump.name,
                          "no rapidjson (scripts/setup --bench installs it)")
        else:
            peer = Program("RapidJSON", [
                PROGRAMS / "rapidjson_check", SCHEMA, dump.trunks,
                bench.folder / "rapidjson.jsonl"], verify=verify("RapidJSON"))
            yield Group(dump.name, [Pair("schema/rapidjson", ours[1], (peer,),
                                         5)])
    if "schema/ajv" in wanted:
        folder, why = peers.node(bench)
        if not folder:
            yield Skipped("schema/ajv", dump.name, why)
            return
        yield Group(dump.name, [
            Pair("schema/ajv", ours[jobs], (Program(
                f"ajv, {jobs} workers",
                ["node", folder / "ajv_check.mjs", SCHEMA, dump.trunks, jobs,
                 bench.folder / "ajv.jsonl"], verify=verify("ajv")),), 12)
            for jobs in threads(bench)])


def migrate(bench, dump):
    finished, copy = bench.folder / "migrated.db", bench.folder / "copy.db"

    def verify(_):
        differences = database_facts(finished) ^ database_facts(copy)
        if differences:
            raise Wrong(f"the limit wrote another database: {differences}")

    limit = Program("insert", [PROGRAMS / "insert_limit", finished, copy],
                    own_clock=True, before=(copy,), verify=verify)
    pairs = []
    for jobs in threads(bench):
        ours = Program(f"migrate -j{jobs}", [
            TRUNKLIFT, "migrate", "--isolated", "-q", f"-j{jobs}", dump.path,
            "--to", f"sqlite:{finished}"], bytes=dump.path.stat().st_size,
            before=(finished,), codes=FINDINGS_CODES)
        pairs.append(Pair("migrate/insert", ours, (limit,), 0.80))
    # The limit reads what migrate wrote: that comes first.
    bench.once(pairs[0].ours)
    return Group(dump.name, pairs)


def database_facts(path):
    """Its tables and indexes, and how many rows each table has."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        facts = set(database.execute("SELECT name, sql FROM sqlite_master"))
        tables = [name for name, sql in facts if sql.startswith("CREATE TABLE")]
        return facts | {(name, database.execute(
            f"SELECT count(*) FROM {name}").fetchone()[0]) for name in tables}


def compressed(bench, dump, suffix, tool, wanted):
    name = f"inputs/{suffix}"
    if not shutil.which(tool[0]):
        return Skipped(name, dump.name, f"no {tool[0]}")
    path = dump.path.with_suffix(f".ndjson.{suffix}")
    with path.open("wb") as out:
        subprocess.run([*tool, "-c", dump.path], stdout=out, check=True)
    documents, jobs = dump.facts["documents"], bench.jobs
    ours = checking(bench, f"check {suffix} -j{jobs}", path, jobs, documents)
    ours.bytes = dump.path.stat().st_size
    try:
        bench.once(ours)
    except Wrong:
        found = dumps.summary(bench.folder / f"findings-{jobs}.jsonl")
        if "sys_info" in found["kinds"]:
            raise  # it does read it, but wrongly
        path.unlink()
        return Skipped(name, dump.name,
                       f"this build does not read .{suffix} yet")
    plain = checking(bench, f"check -j{jobs}", dump.path, jobs, documents)
    alone = Program(f"{tool[0]} -dc", [*tool, "-dc", path])
    pairs = [Pair(name, ours, (alone, plain), 0.9),
             Pair(f"{name}-alone", ours, (alone,))]
    return Group(dump.name, [pair for pair in pairs if pair.name in wanted])


def flat(bench, scale):
    """Cost per document, whatever the number of documents. Smaller files run
    several times a round, so that starting up is not what is measured."""
    counts = [max(1, round(count * scale))
              for count in (10_000, 100_000, 1_000_000)]
    programs, documents = [], []
    for count in counts:
        say(f"generating {count:,} documents")
        path = bench.folder / f"flat-{count}.ndjson"
        dumps.generate(count, path)
        program = checking(bench, f"check of {count:,}", path, bench.jobs)
        program.times = max(1, min(5, counts[-1] // 10 // count))
        bench.once(program)
        findings = bench.folder / f"findings-{bench.jobs}.jsonl"
        documents.append(dumps.summary(findings)["balance"]["read"])
        programs.append(program)
    pairs = [Pair("check/flat", program, (programs[0],), 0.9,
                  scale=number / documents[0], note="flat within 10%")
             for program, number in zip(programs[1:], documents[1:])]
    rows = Group("flat", pairs).run(bench)
    for count in counts:
        (bench.folder / f"flat-{count}.ndjson").unlink()
    return rows
