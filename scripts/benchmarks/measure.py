"""Runs programs in turn, and compares what they took."""
import dataclasses
import json
import pathlib
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "release"
TRUNKLIFT = BUILD / "tools" / "trunklift"
PROGRAMS = BUILD / "tests"
SCHEMA = ROOT / "rules" / "schema" / "connectivity.json"


class Wrong(Exception):
    """A program gave a wrong result, or none: its speed means nothing."""


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


@dataclasses.dataclass
class Program:
    """One side of a pair.

    `before` is removed first; `own_clock`: it prints its own "seconds" and
    "cpu"; `verify` gets what it printed, and raises Wrong; `times`: short ones
    run several times a round, and the median counts. `prepare` is called first,
    and not timed; `meter` says what a server's CPU has come to.
    """
    name: str
    command: list
    bytes: int = 0
    before: tuple = ()
    own_clock: bool = False
    verify: object = None
    prepare: object = None
    meter: object = None
    environment: dict = None
    times: int = 1
    codes: tuple = (0,)
    runs: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Pair:
    """How many times as fast as `other` `ours` is. Of several others the
    slowest counts, round by round. `scale`: ours does this many times the work.
    """
    name: str
    ours: Program
    others: tuple
    goal: float = None
    scale: float = 1.0
    note: str = ""


class Bench:
    """The temporary folder, and how often and with how many threads to run."""

    def __init__(self, folder, rounds, jobs):
        self.folder, self.rounds, self.jobs = folder, rounds, jobs

    def build(self):
        targets = ["trunklift", "measure", "parse_limit", "insert_limit"]
        say("building")
        quiet(["cmake", "--preset", "release"], cwd=ROOT)
        cache = (BUILD / "CMakeCache.txt").read_text()
        self.rapidjson = "RAPIDJSON_INCLUDE:PATH=RAPIDJSON" not in cache
        if self.rapidjson:
            targets.append("rapidjson_check")
        quiet(["cmake", "--build", "--preset", "release", "--target",
               *targets], cwd=ROOT)
        floor = self.once(Program("true", ["true"]))
        if floor["peak_kib"] > 10_000:
            raise Wrong(f"the peak of `true` is {floor['peak_kib']} KiB: peaks "
                        "cannot be measured here")

    def once(self, program):
        for stale in program.before:
            pathlib.Path(stale).unlink(missing_ok=True)
        if program.prepare:
            program.prepare()
        meter = program.meter() if program.meter else 0
        result, out = self.folder / "result.json", self.folder / "stdout"
        done = subprocess.run(
            [str(part) for part in
             (PROGRAMS / "measure", result, out, *program.command)],
            stderr=subprocess.PIPE, check=False, env=program.environment)
        run = json.loads(result.read_text()) if done.returncode == 0 else {}
        if run.get("exit") not in program.codes:
            raise Wrong(f"{' '.join(map(str, program.command))}: exit "
                        f"{run.get('exit')}\n{done.stderr.decode()}")
        if program.own_clock:
            printed = json.loads(out.read_text())
            run["wall"], run["cpu"] = printed["seconds"], printed["cpu"]
        if program.meter:
            run["server_cpu"] = program.meter() - meter
            run["both_cpu"] = run["cpu"] + run["server_cpu"]
        if program.verify:
            program.verify(out)
        return run

    def measure(self, programs, rounds):
        """Fills `runs` of each, a round after the other."""
        for program in programs:
            program.runs = []
        for number in range(rounds + 1):
            for program in programs:
                runs = [self.once(program) for _ in range(program.times)]
                runs.sort(key=lambda run: run["wall"])
                if number > 0:
                    program.runs.append(runs[len(runs) // 2])


def quiet(command, **options):
    """Runs it; what it prints is shown only if it fails."""
    done = subprocess.run([str(part) for part in command], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          **options)
    if done.returncode != 0:
        sys.stderr.buffer.write(done.stdout)
        raise Wrong(f"{' '.join(map(str, command))}: exit {done.returncode}")
    return done.stdout.decode()


def spread(values):
    return {"median": statistics.median(values), "min": min(values),
            "max": max(values)}


def ratios(pair, key):
    slowest = [max(run[key] for run in runs)
               for runs in zip(*(other.runs for other in pair.others))]
    return [pair.scale * other / max(ours[key], 1e-9)
            for ours, other in zip(pair.ours.runs, slowest)]


def median_of(program, key):
    return statistics.median(run[key] for run in program.runs)


def compare(pair, dump):
    """The row of a pair, whose programs have run."""
    wall = spread(ratios(pair, "wall"))
    ours = {key: median_of(pair.ours, key) for key in ("wall", "cpu")}
    row = {
        "pair": pair.name, "dump": dump, "ours": pair.ours.name,
        "other": " or ".join(other.name for other in pair.others),
        "seconds": ours["wall"], "cpu_seconds": ours["cpu"],
        "other_seconds": max(median_of(other, "wall")
                             for other in pair.others),
        "other_cpu_seconds": max(median_of(other, "cpu")
                                 for other in pair.others),
        "megabytes_a_second": pair.ours.bytes / 1e6 / ours["wall"],
        "ratio": wall, "cpu_ratio": spread(ratios(pair, "cpu")),
        "goal": pair.goal, "note": pair.note,
        "runs": {program.name: program.runs
                 for program in (pair.ours, *pair.others)},
    }
    if all("server_cpu" in run for run in pair.ours.runs):
        row["server"] = {
            "ours": median_of(pair.ours, "server_cpu"),
            "other": max(median_of(other, "server_cpu")
                         for other in pair.others),
            "ratio": spread(ratios(pair, "server_cpu")),
            "both_ratio": spread(ratios(pair, "both_cpu"))}
    if pair.goal is not None:
        row["reached"] = wall["median"] >= pair.goal
    return row


class Group:
    """Programs that run in turn, and the pairs among them."""

    def __init__(self, dump, pairs, most_rounds=None):
        self.dump, self.pairs = dump, pairs
        self.most_rounds = most_rounds

    def run(self, bench):
        programs = []
        for pair in self.pairs:
            for program in (*pair.others, pair.ours):
                if not any(program is known for known in programs):
                    programs.append(program)
        say(f"{self.dump}: {', '.join(pair.name for pair in self.pairs)}")
        bench.measure(programs, min(bench.rounds,
                                    self.most_rounds or bench.rounds))
        return [compare(pair, self.dump) for pair in self.pairs]


def skipped(name, dump, why):
    say(f"SKIPPED {name}: {why}")
    return {"pair": name, "dump": dump, "skipped": why}


class Skipped:
    """A group that cannot run here, and says so."""

    def __init__(self, name, dump, why):
        self.name, self.dump, self.why = name, dump, why

    def run(self, _):
        return [skipped(self.name, self.dump, self.why)]
