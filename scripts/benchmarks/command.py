"""Measures trunklift against the machine's limits and its peers, as ratios.

Each pair is measured in turn within one run (A B A B ...), after a round that
is thrown away, so that what else the machine does falls on both alike. Every
ratio says how many times as fast the first one is; medians and the smallest and
largest ratio are over the rounds. Nothing here is a test: a noisy machine gives
wide spreads, not failures. What fails is a wrong result of any program.
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import sys
import tempfile

from . import cluster, dumps, groups, machine, memory, postgres, report
from .measure import Bench, Wrong, say

LARGE_BYTES = 1_000_000_000


def arguments(argv):
    parse = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--size", choices=["small", "large", "both"],
                       default="small", help="small: --documents; large: 1 GB, "
                       "and what needs it: memory, cost per document")
    parse.add_argument("--documents", type=int, default=100_000,
                       help="trunkstore documents of the small dump; others "
                       "come along (default: %(default)s)")
    parse.add_argument("--large-bytes", type=int, default=LARGE_BYTES,
                       help="size of the large dump (default: %(default)s)")
    parse.add_argument("--rounds", type=int, default=7)
    parse.add_argument("--jobs", type=int, default=min(2, os.cpu_count()),
                       help="threads of what is measured with several "
                       "(default: %(default)s)")
    parse.add_argument("--only", metavar="PATTERN", default="",
                       help="pairs whose name holds this regular expression")
    parse.add_argument("--list", action="store_true", help="list the pairs")
    parse.add_argument("--write", metavar="FILE", nargs="?",
                       const=report.PAGE, type=pathlib.Path,
                       help="write the page (default: docs/performance.md)")
    parse.add_argument("--json", metavar="FILE", type=pathlib.Path,
                       help="write every figure")
    parse.add_argument("--temp", metavar="FOLDER", default=None,
                       help="where dumps and outputs go (default: $TMPDIR)")
    parse.add_argument("--keep", action="store_true",
                       help="leave dumps and outputs there")
    options = parse.parse_args(argv)
    try:
        options.only = re.compile(options.only)
    except re.error as problem:
        parse.error(f"--only: {problem}")
    if options.rounds < 1 or options.documents < 1 or options.jobs < 1:
        parse.error("--rounds, --documents and --jobs start at 1")
    return options


def main(argv=None):
    options = arguments(argv)
    if options.list:
        for name, meaning in groups.NAMES.items():
            print(f"{name:20} {meaning}")
        return 0
    wanted = [name for name in groups.NAMES if options.only.search(name)]
    if not wanted:
        print(f"no pair is called {options.only.pattern}; --list has them",
              file=sys.stderr)
        return 2
    # So that nothing is left behind then, either.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = pathlib.Path(tempfile.mkdtemp(prefix="trunklift-bench-",
                                           dir=options.temp))
    try:
        with server_for(wanted) as server:
            results = run(options, set(wanted), folder, server)
    except Wrong as problem:
        print(f"scripts/bench: WRONG: {problem}", file=sys.stderr)
        return 1
    finally:
        if options.keep:
            say(f"kept: {folder}")
        else:
            shutil.rmtree(folder)
    text = report.page(results)
    print(text)
    if options.write:
        options.write.parent.mkdir(parents=True, exist_ok=True)
        options.write.write_text(text)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")
    return 0


def server_for(wanted):
    programs = cluster.binaries()
    if programs and any(name in postgres.NAMES for name in wanted):
        return cluster.Cluster(programs)
    return contextlib.nullcontext()


def run(options, wanted, folder, server):
    bench = Bench(folder, options.rounds, options.jobs)
    bench.build()
    results = {"machine": machine.describe(), "options": {
        "rounds": options.rounds, "jobs": options.jobs,
        "arguments": sys.argv[1:]}, "dumps": [], "rows": []}
    if server:
        results["server"] = server.describe()
    sizes = []
    if options.size in ("small", "both"):
        sizes.append(("small", options.documents))
    if options.size in ("large", "both"):
        sizes.append(("large", dumps.documents_of(bench, options.large_bytes)))
    for name, documents in sizes:
        dump = dumps.make(bench, name, documents)
        results["dumps"].append(dump.facts)
        for group in groups.of_dump(bench, dump, wanted, server):
            results["rows"] += group.run(bench)
        dump.remove()
    if options.size != "small":
        if "check/flat" in wanted:
            results["rows"] += groups.flat(
                bench, options.large_bytes / LARGE_BYTES)
        results["rows"] += memory.rows(bench, options.large_bytes, wanted)
    elif wanted & (groups.MEMORY | {"check/flat"}):
        say("skipped: check/flat and memory need --size large or both")
    return results
