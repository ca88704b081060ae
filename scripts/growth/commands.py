"""What is run on an input that grows.

A command is a function that takes the folder of one measurement, which has the
input as `in.ndjson`, and returns the arguments of trunklift. What it prepares
before is not measured.
"""
import json
import os
import pathlib
import subprocess
import tarfile
import zipfile

from .formats import FORMATS

COMMANDS = {}


def command(function):
    COMMANDS[function.__name__.replace("_", "-")] = function
    return function


def run_quietly(trunklift, *arguments):
    subprocess.run([trunklift, *arguments], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, check=False)


@command
def check(folder, _):
    return ["check", folder / "in.ndjson"]


def reporting(folder, form):
    return ["check", folder / "in.ndjson", "--report", form, "--strict"]


for report in FORMATS:
    COMMANDS[report] = lambda folder, _, form=report: reporting(folder, form)


@command
def migrate(folder, _):
    return ["migrate", folder / "in.ndjson", "--to",
            f"sqlite:{folder / 'out.db'}", "--rejects", folder / "rejects"]


@command
def migrate_again(folder, trunklift):
    """What is there already."""
    arguments = migrate(folder, trunklift)
    run_quietly(trunklift, *arguments)
    return arguments


@command
def migrate_changed(folder, trunklift):
    """Into a target that has an earlier version of each document."""
    arguments = migrate(folder, trunklift)
    run_quietly(trunklift, *arguments)
    path = folder / "in.ndjson"
    path.write_text(path.read_text().replace('"_rev": "', '"_rev": "9')
                    .replace('"trunks": 2', '"trunks": 3'))
    return arguments


@command
def prune(folder, trunklift):
    """From a target that has two thirds more than the dump."""
    arguments = migrate(folder, trunklift)
    run_quietly(trunklift, *arguments)
    lines = (folder / "in.ndjson").read_bytes().splitlines(keepends=True)
    (folder / "in.ndjson").write_bytes(b"".join(lines[::3]))
    return [*arguments, "--complete", "all", "--prune"]


@command
def migrate_dry(folder, trunklift):
    migrate_changed(folder, trunklift)
    return [*migrate(folder, trunklift), "--dry-run"]


@command
def migrate_csv(folder, _):
    return ["migrate", folder / "in.ndjson", "--to", f"csv:{folder / 'rows'}"]


@command
def rebuild(folder, trunklift):
    run_quietly(trunklift, *migrate(folder, trunklift))
    return ["rebuild", "--from", f"sqlite:{folder / 'out.db'}", "-o",
            folder / "rebuilt"]


@command
def rejects(folder, _):
    return ["check", folder / "in.ndjson", "--rejects", folder / "rejects"]


@command
def fix(folder, _):
    return ["fix", folder / "in.ndjson", "--lossy", "-o", folder / "fixed"]


@command
def diff_of_fix(folder, _):
    return ["fix", folder / "in.ndjson", "--lossy", "--diff"]


@command
def scan(folder, _):
    return ["scan", folder / "in.ndjson"]


@command
def route(folder, _):
    return ["route", folder / "in.ndjson", "--all", "--report",
            f"jsonl={folder / 'calls'}"]


@command
def route_explained(folder, _):
    return ["route", folder / "in.ndjson", "--all", "--report",
            f"text={folder / 'calls'}"]


@command
def route_intended(folder, _):
    return [*route(folder, _), "--semantics", "intended"]


@command
def write_baseline(folder, _):
    return ["check", folder / "in.ndjson", "--write-baseline",
            folder / "baseline"]


@command
def baseline(folder, trunklift):
    run_quietly(trunklift, *write_baseline(folder, trunklift))
    return ["check", folder / "in.ndjson", "--baseline", folder / "baseline"]


@command
def prune_baseline(folder, trunklift):
    """Of which every second entry is stale."""
    run_quietly(trunklift, *write_baseline(folder, trunklift))
    lines = (folder / "in.ndjson").read_bytes().splitlines(keepends=True)
    (folder / "in.ndjson").write_bytes(b"".join(lines[::2]))
    return ["check", folder / "in.ndjson", "--baseline", folder / "baseline",
            "--prune-baseline"]


def report_of(folder, trunklift, source, name):
    run_quietly(trunklift, "check", source, "--report",
                f"jsonl={folder / name}")
    return folder / name


@command
def diff_reports(folder, trunklift):
    return ["diff", report_of(folder, trunklift, os.devnull, "old"),
            report_of(folder, trunklift, folder / "in.ndjson", "new"),
            "--format", "json"]


@command
def diff_of_the_same(folder, trunklift):
    report = report_of(folder, trunklift, folder / "in.ndjson", "report")
    return ["diff", report, report, "--all"]


def suppressing(folder, entries):
    with open(folder / "suppressions", "w", encoding="utf-8") as out:
        for entry in entries:
            out.write(json.dumps({"reason": "known", **entry}) + "\n")
    return ["check", folder / "in.ndjson", "--suppressions",
            folder / "suppressions"]


def accounts(folder):
    with open(folder / "in.ndjson", encoding="utf-8") as lines:
        return [json.loads(line)["pvt_account_id"] for line in lines]


def found_rules(folder, trunklift):
    """Those of the first findings, with how many servers there are."""
    report = report_of(folder, trunklift, folder / "in.ndjson", "report")
    with open(report, encoding="utf-8") as lines:
        return sorted({json.loads(line).get("rule") for line in lines} - {None})


def for_accounts(folder, trunklift, **more):
    rules = found_rules(folder, trunklift)[:4]
    return [{"rule": rule, "account": account, **more}
            for account in accounts(folder) for rule in rules]


@command
def suppressed_accounts(folder, trunklift):
    return suppressing(folder, for_accounts(folder, trunklift))


@command
def suppressed_twice(folder, trunklift):
    """All by each of many."""
    rules = found_rules(folder, trunklift)[:4]
    return suppressing(folder, [{"rule": rule} for _ in accounts(folder)
                                for rule in rules])


@command
def suppressed_prefixes(folder, trunklift):
    """By patterns that each begin in a way of their own."""
    entries = for_accounts(folder, trunklift)
    for entry in entries:
        entry["account"] += "*"
    return suppressing(folder, entries)


@command
def suppressions_unused(folder, trunklift):
    return suppressing(folder, [
        {**entry, "account": entry["account"] + "0"}
        for entry in for_accounts(folder, trunklift)])


@command
def suppressions_expired(folder, trunklift):
    return suppressing(folder, for_accounts(folder, trunklift,
                                            expires="2020-01-01"))


def for_places(folder, trunklift, pattern):
    servers = json.loads((folder / "in.ndjson").read_text())["servers"]
    return [{"rule": rule, "pointer": pattern.format(i)}
            for rule in found_rules(folder, trunklift)[:4]
            for i in range(len(servers))]


@command
def suppressed_places(folder, trunklift):
    return suppressing(folder, for_places(folder, trunklift,
                                          "/servers/{}/options/enabled"))


@command
def suppressed_by_wildcards(folder, trunklift):
    return suppressing(folder, for_places(folder, trunklift,
                                          "/**/{}/*/enable*"))


def entries(folder):
    with open(folder / "in.ndjson", "rb") as lines:
        for i, line in enumerate(lines):
            yield f"{i // 1000}/{i}.json", line


@command
def tiny_files(folder, _):
    for name, line in entries(folder):
        path = folder / "many" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(line)
    return ["check", folder / "many"]


@command
def tiny_tar(folder, _):
    import io
    with tarfile.open(folder / "many.tar", "w") as tar:
        for name, line in entries(folder):
            info = tarfile.TarInfo(name)
            info.size = len(line)
            tar.addfile(info, io.BytesIO(line))
    return ["check", folder / "many.tar"]


@command
def tiny_zip(folder, _):
    with zipfile.ZipFile(folder / "many.zip", "w") as archive:
        for name, line in entries(folder):
            archive.writestr(name, line)
    return ["check", folder / "many.zip"]


@command
def tiny_gzip(folder, _):
    """Many members of one file."""
    import gzip
    with open(folder / "many.gz", "wb") as out:
        for _, line in entries(folder):
            out.write(gzip.compress(line, 1))
    return ["check", folder / "many.gz"]


@command
def many_arguments(folder, trunklift):
    tiny_files(folder, trunklift)
    return ["check", *sorted((folder / "many").rglob("*.json"))]


@command
def pattern_of_files(folder, trunklift):
    tiny_files(folder, trunklift)
    return ["check", folder / "**" / "[0-9]*" / "*.json"]


# Cases: an input each, and what is expected of it.

def make_cases(folder, trunklift, lines):
    (folder / "cases").mkdir()
    for i, text in enumerate(lines):
        (folder / "cases" / f"{i}.ndjson").write_bytes(text)
    run_quietly(trunklift, "test", "--update", folder / "cases")


@command
def cases(folder, trunklift):
    make_cases(folder, trunklift, [line for _, line in entries(folder)])
    return ["test", folder / "cases"]


@command
def cases_that_differ(folder, trunklift):
    make_cases(folder, trunklift, [line for _, line in entries(folder)])
    for path in (folder / "cases").glob("*.findings"):
        path.write_text("")
    return ["test", folder / "cases"]


@command
def cases_in_one(folder, trunklift):
    """One of many documents, which all differ."""
    make_cases(folder, trunklift, [(folder / "in.ndjson").read_bytes()])
    for path in (folder / "cases").glob("*.findings"):
        lines = path.read_text().splitlines(keepends=True)
        path.write_text("".join(f"not {line}" for line in lines))
    return ["test", folder / "cases"]


# Words of the command line, as many as there are servers, within what a
# command line holds.

def words(folder, trunklift):
    servers = json.loads((folder / "in.ndjson").read_text())["servers"]
    listed = subprocess.run([trunklift, "rules", "--format", "json"],
                            capture_output=True, check=True).stdout
    ids = [json.loads(line)["id"] for line in listed.splitlines()]
    return [ids[i % len(ids)] for i in range(len(servers))]


@command
def rules_by_option(folder, trunklift):
    return ["check", folder / "in.ndjson",
            *(f"--rule={word}=info" for word in words(folder, trunklift))]


@command
def rules_selected(folder, trunklift):
    return ["check", folder / "in.ndjson", "--select",
            ",".join(words(folder, trunklift))]


@command
def rules_explained(folder, trunklift):
    return ["explain", "--format", "json", *words(folder, trunklift)]


@command
def rules_in_the_configuration(folder, trunklift):
    (folder / "trunklift.conf").write_text("".join(
        f"rule={word}=info\n" for word in words(folder, trunklift)))
    return ["check", folder / "in.ndjson", "--config",
            folder / "trunklift.conf"]


@command
def generate(folder, _):
    documents = (folder / "in.ndjson").read_bytes().count(b"\n")
    return ["generate", "--documents", str(documents), "--flaws", "50%",
            "--key", folder / "key", "-o", folder / "made"]


@command
def own_schema(folder, _):
    """The first line of the input is the schema."""
    schema, documents = (folder / "in.ndjson").read_bytes().split(b"\n", 1)
    (folder / "schema.json").write_bytes(schema)
    (folder / "documents").write_bytes(documents)
    return ["check", folder / "documents", "--schema", folder / "schema.json"]


def with_schema(folder, schema):
    path = pathlib.Path(folder / "schema.json")
    path.write_text(json.dumps(schema), encoding="utf-8")
    return ["check", folder / "in.ndjson", "--schema", path]


def with_pattern(folder, pattern):
    return with_schema(folder, {"properties": {"text": {"pattern": pattern}}})


@command
def pattern_honest(folder, _):
    return with_pattern(folder, "^[^,]+(,[^,]+)*$")


@command
def pattern_quadratic(folder, _):
    return with_pattern(folder, "a*a*[bc]")


@command
def pattern_exponential(folder, _):
    return with_pattern(folder, "^(a+)+$b")


@command
def schema_violations(folder, _):
    return with_schema(folder, {"properties": {"list": {"items": {
        "type": "string", "minimum": 5, "enum": ["a"]}}}})
