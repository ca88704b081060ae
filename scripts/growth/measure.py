"""Runs a command on a shape at growing sizes and judges what it cost."""
import math
import os
import pathlib
import re
import resource
import shutil
import subprocess
import tempfile
import time

# A step is twice the input. n log n is at most 2.3 times the cost for these
# sizes; the rest of what time may take more is noise of caches and allocation,
# which counts of instructions do not have.
MOST_EXPONENT = {"time": 1.3, "instructions": 1.12, "memory": 1.25,
                 "output": 1.15}
# The longest that one run may take, in seconds, and the memory it may ask for.
PATIENCE = 60
MOST_MEMORY = 6 << 30
CODES = (0, 1, 3)


class Run:
    """One run: cost in the unit of its meter, memory and output in bytes."""

    def __init__(self, code, cost, memory, output):
        self.code, self.cost = code, cost
        self.memory, self.output = memory, output


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


def finish(process):
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage


def written(folder, before):
    """Bytes of all files that were not there before the run."""
    return sum(path.stat().st_size for path in folder.rglob("*")
               if path.is_file() and path not in before)


class Processor:
    """Measures time of the processor, in milliseconds, of optimized builds."""
    name, unit, floor, steps = "time", "ms", 250, (1, 2, 4, 8)

    def start(self, *_):
        """What a run costs that has next to nothing to read: too little to be
        told from the noise."""
        return 0

    def run(self, folder, arguments, beside):
        """`beside` tells what others took for it, in milliseconds."""
        before, others = set(folder.rglob("*")), beside()
        with open(folder / "stdout", "wb") as out, \
                open(folder / "stderr", "wb") as err:
            process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=err,
                                       preexec_fn=limit)
            code, usage = finish(process)
        time_of_its_own = (usage.ru_utime + usage.ru_stime) * 1000
        return Run(code, time_of_its_own + beside() - others,
                   usage.ru_maxrss * 1024, written(folder, before))


def one_thread(arguments):
    threaded = ("check", "migrate", "fix", "scan", "test")
    return ["-j1"] if arguments[1] in threaded else []


class Instructions:
    """Counts instructions, in millions: any machine and any load gives the same
    figures, but each takes thirty times as long."""
    name, unit, floor, steps = "instructions", "Minstr", 10, (1, 4)

    def __init__(self):
        self.starts = {}

    def start(self, trunklift, shape, command, prepare):
        if command not in self.starts:
            self.starts[command] = measured(self, trunklift, shape, prepare,
                                            2)[1].cost
        return self.starts[command]

    def run(self, folder, arguments, _):
        before = set(folder.rglob("*"))
        log = folder / "valgrind"
        with open(folder / "stdout", "wb") as out, \
                open(folder / "stderr", "wb") as err:
            process = subprocess.Popen(
                ["valgrind", "--tool=cachegrind", "--cache-sim=no",
                 "--cachegrind-out-file=/dev/null", f"--log-file={log}",
                 *arguments, *one_thread(arguments)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            code, _ = finish(process)
        found = re.search(r"I +refs: +([\d,]+)", log.read_text())
        cost = int(found[1].replace(",", "")) / 1e6 if found else math.inf
        log.unlink()
        return Run(code, cost, 0, written(folder, before))


def make(path, lines):
    with open(path, "w", encoding="utf-8") as out:
        for line in lines:
            out.write(line + "\n")
    return path.stat().st_size


def measured(meter, trunklift, shape, prepare, n):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="grow-"))
    try:
        size = make(folder / "in.ndjson", shape.make(n))
        arguments = [str(part) for part in prepare(folder, trunklift)]
        return size, meter.run(folder, [trunklift, *arguments],
                               getattr(prepare, "beside", lambda: 0))
    finally:
        shutil.rmtree(folder)


def exponent(sizes, figures, floor):
    """How figures grow with sizes over the upper half of the steps; None where
    they are too small to tell."""
    low = max(0, len(sizes) - 3)
    if figures[-1] < floor:
        return None
    return (math.log(figures[-1] / max(figures[low], floor / 100)) /
            math.log(sizes[-1] / sizes[low]))


def faults(meter, sizes, runs, start):
    for run in runs:
        if run.code not in CODES:
            yield f"ended with {run.code}"
            return
    figures = {meter.name: ([max(run.cost - start, 0) for run in runs],
                            meter.floor),
               "memory": ([run.memory for run in runs], 128 << 20),
               "output": ([run.output for run in runs], 1 << 16)}
    for name, (values, floor) in figures.items():
        grown = exponent(sizes, values, floor)
        if grown is not None and grown > MOST_EXPONENT[name]:
            yield f"{name} grows as n^{grown:.2f}"


def judged(meter, trunklift, shape, command, prepare):
    """Sizes, runs, and what is wrong with them."""
    start = meter.start(trunklift, shape, command, prepare)
    sizes, runs = [], []
    for step in meter.steps:
        size, run = measured(meter, trunklift, shape, prepare,
                             max(8, shape.start * step))
        sizes.append(size)
        runs.append(run)
        if run.code not in CODES:
            break
    return sizes, runs, list(faults(meter, sizes, runs, start))


def survey(meter, trunklift, shape, command, prepare):
    """Prints one line; whether nothing grows faster than it may."""
    began = time.monotonic()
    sizes, runs, wrong = judged(meter, trunklift, shape, command, prepare)
    if ([fault.split()[0] for fault in wrong] == ["time"] and
            not hasattr(prepare, "beside")):
        # Tables that outgrow the processor's caches take longer, not more.
        wrong += judged(Instructions(), trunklift, shape, command, prepare)[2]
        wrong = wrong if len(wrong) > 1 else []
    last = runs[-1]
    costs = " ".join(f"{run.cost:.0f}" for run in runs)
    print(f"{'FAILED' if wrong else 'fine  '} {shape.name} {command}: "
          f"{sizes[-1] / 1e6:.2f} MB in, {costs} {meter.unit}, "
          f"{last.memory / 1e6:.0f} MB, {last.output / 1e6:.2f} MB out"
          f"{': ' + ', '.join(wrong) if wrong else ''}"
          f" ({time.monotonic() - began:.0f} s)", flush=True)
    return not wrong
