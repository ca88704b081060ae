"""Peak memory, which should not depend on the size of the input."""
import dataclasses
import shutil

from . import dumps
from .measure import Program, TRUNKLIFT, Wrong, quiet, say, skipped, spread

LIMIT_MB = 150
WITHIN = 1.10


@dataclasses.dataclass
class Form:
    """A form of input: `make` is a shell command from $1, a document a line,
    to $2. A build that finds no trunkstore documents in it, or broken ones,
    cannot read it yet.
    """
    name: str
    what: str
    make: str


FORMS = [
    Form("ndjson", "a document a line", 'ln "$1" "$2"'),
    Form("array", "one JSON array",
         """sed -e '1s/^/[/' -e '$!s/$/,/' -e '$s/$/]/' "$1" >"$2" """),
    Form("rows", "a response of _all_docs with documents",
         r"""sed -e 's/^/{"id":"x","key":"x","value":{"rev":"1-x"},"doc":/' """
         r"""-e 's/$/}/' -e '1s/^/{"total_rows":1,"offset":0,"rows":[\n/' """
         """-e '$!s/$/,/' -e '$s/$/\\n]}/' "$1" >"$2" """),
    Form("gz", "gzip", 'gzip -c "$1" >"$2"'),
    Form("zst", "zstd", 'zstd -qc "$1" >"$2"'),
    Form("tar", "a tar of files of 16 MB",
         'mkdir "$2.d" && split -C 16M --additional-suffix=.ndjson "$1" '
         '"$2.d/part-" && tar -C "$2.d" -cf "$2" . && rm -r "$2.d"'),
    Form("tgz", "a tar.gz of files of 16 MB",
         'mkdir "$2.d" && split -C 16M --additional-suffix=.ndjson "$1" '
         '"$2.d/part-" && tar -C "$2.d" -czf "$2" . && rm -r "$2.d"'),
    Form("folder", "a folder of files of 1 MB",
         'mkdir "$2" && split -C 1M -a 5 --additional-suffix=.ndjson "$1" '
         '"$2/part-"'),
]


def rows(bench, large_bytes, wanted):
    forms = [form for form in FORMS if f"memory/{form.name}" in wanted]
    if not forms:
        return []
    large = dumps.documents_of(bench, large_bytes)
    files = {}
    for name, documents in (("tiny", 50), ("tenth", large // 10),
                            ("whole", large)):
        dump = dumps.make(bench, f"memory-{name}", max(documents, 1))
        dump.trunks.unlink()
        # An array of broken documents would be a broken array.
        files[name] = readable(dump)
    # Every form has to give what a document a line gives.
    expected = {name: peaks(bench, FORMS[0], files[name], 1)[1]
                for name in ("tiny", "whole")}
    found = [row(bench, form, files, expected) for form in forms]
    for path in files.values():
        path.unlink()
    return found


def readable(dump):
    path = dump.path.with_name(dump.path.stem + "-readable.ndjson")
    with dump.path.open("rb") as lines, path.open("wb") as out:
        for line in lines:
            if dumps.kind_of(line):
                out.write(line)
    dump.path.unlink()
    return path


def peaks(bench, form, path, times):
    """Peaks of check on the form of a dump, in MB, and the documents read."""
    made = bench.folder / f"form-{form.name}"
    quiet(["sh", "-c", form.make, "sh", path, made])
    findings = bench.folder / "findings-memory.jsonl"
    program = Program(form.name, [
        TRUNKLIFT, "check", "--isolated", "-q", f"-j{bench.jobs}", made,
        "--report", f"jsonl={findings}"], codes=(0, 1))
    try:
        runs = [bench.once(program) for _ in range(times)]
        kinds = dumps.summary(findings)["kinds"]
    finally:
        if made.is_dir():
            shutil.rmtree(made)
        else:
            made.unlink()
    return [run["peak_kib"] * 1024 / 1e6 for run in runs], kinds


def row(bench, form, files, expected):
    """`expected`: the kinds of documents in "tiny" and "whole"."""
    name = f"memory/{form.name}"
    try:
        _, kinds = peaks(bench, form, files["tiny"], 1)
    except Wrong:
        kinds = {}
    # A tar that is taken for lines gives documents too, and some that are none.
    if "sys_info" not in kinds or "unreadable" in kinds:
        return skipped(name, "whole",
                       f"this build does not read {form.what} yet")
    say(f"{name}")
    times = min(bench.rounds, 3)
    if kinds != expected["tiny"]:
        raise Wrong(f"{name} read {kinds}, expected {expected['tiny']}")
    tenth, _ = peaks(bench, form, files["tenth"], times)
    whole, kinds = peaks(bench, form, files["whole"], times)
    if kinds != expected["whole"]:
        raise Wrong(f"{name} read {kinds}, expected {expected['whole']}")
    small, large = spread(tenth), spread(whole)
    growth = large["median"] / small["median"]
    return {
        "pair": name, "dump": "whole", "peak_mb": large, "tenth_peak_mb": small,
        "growth": growth, "documents": sum(kinds.values()),
        "goal": f"under {LIMIT_MB} MB, within {WITHIN - 1:.0%}",
        "reached": large["median"] < LIMIT_MB and growth <= WITHIN}
