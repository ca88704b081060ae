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


@command
def jsonl(folder, _):
    return ["check", folder / "in.ndjson", "--report", "jsonl", "--strict"]


@command
def sarif(folder, _):
    return ["check", folder / "in.ndjson", "--report", "sarif"]


@command
def migrate(folder, _):
    return ["migrate", folder / "in.ndjson", "--to",
            f"sqlite:{folder / 'out.db'}", "--rejects", folder / "rejects"]


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
def write_baseline(folder, _):
    return ["check", folder / "in.ndjson", "--write-baseline",
            folder / "baseline"]


@command
def baseline(folder, trunklift):
    run_quietly(trunklift, *write_baseline(folder, trunklift))
    return ["check", folder / "in.ndjson", "--baseline", folder / "baseline"]


@command
def diff_reports(folder, trunklift):
    for name, source in (("new", folder / "in.ndjson"), ("old", os.devnull)):
        with open(folder / name, "wb") as out:
            subprocess.run([trunklift, "check", source, "--report", "jsonl"],
                           stdout=out, stderr=subprocess.DEVNULL, check=False)
    return ["diff", folder / "old", folder / "new", "--format", "json"]


@command
def suppressions(folder, _):
    with open(folder / "in.ndjson", encoding="utf-8") as lines, \
            open(folder / "suppressions", "w", encoding="utf-8") as out:
        for line in lines:
            account = json.loads(line)["pvt_account_id"]
            out.write(json.dumps({"rule": "TL0001", "account": account,
                                  "reason": "known"}) + "\n")
    return ["check", folder / "in.ndjson", "--suppressions",
            folder / "suppressions"]


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
