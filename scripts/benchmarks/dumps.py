"""Generates the dumps, and says what is in them."""
import collections
import dataclasses
import json
import pathlib

from .measure import TRUNKLIFT, Wrong, quiet, say


@dataclasses.dataclass
class Dump:
    """`path` is as generated; `trunks` has the lines of it that are trunkstore
    documents and valid JSON: what every validator can be asked about."""
    name: str
    path: pathlib.Path
    trunks: pathlib.Path
    facts: dict

    def remove(self):
        self.path.unlink()
        self.trunks.unlink()


def generate(documents, path):
    quiet([TRUNKLIFT, "generate", "--documents", documents, "-o", path])


def documents_of(bench, size):
    """How many trunkstore documents make a dump of this size."""
    sample = bench.folder / "sample.ndjson"
    generate(2000, sample)
    documents = round(size * 2000 / sample.stat().st_size)
    sample.unlink()
    return max(documents, 1)


def kind_of(line):
    """The kind of document, or None if it is no JSON object."""
    try:
        document = json.loads(line)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    return str(document.get("pvt_type", "untyped"))


def make(bench, name, documents):
    say(f"generating the {name} dump")
    path = bench.folder / f"{name}.ndjson"
    trunks = bench.folder / f"{name}-trunkstore.ndjson"
    generate(documents, path)
    counts, sizes = collections.Counter(), collections.Counter()
    with path.open("rb") as lines, trunks.open("wb") as out:
        for line in lines:
            kind = kind_of(line) or "broken"
            counts[kind] += 1
            sizes[kind] += len(line)
            if kind == "sys_info":
                out.write(line)
    if not counts["sys_info"]:
        raise Wrong("the generated dump has no trunkstore documents")
    facts = {"name": name, "bytes": path.stat().st_size,
             "documents": counts.total(), "kinds": {
                 kind: {"documents": count, "bytes": sizes[kind]}
                 for kind, count in counts.most_common()}}
    return Dump(name, path, trunks, facts)


def summary(findings):
    """The last line of a jsonl report."""
    with open(findings, "rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 65536))
        last = file.read().splitlines()[-1]
    return json.loads(last)["summary"]
