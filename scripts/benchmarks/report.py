"""The page: what was measured, on what, and whether the goals were reached."""
import shlex

from . import groups
from .measure import ROOT

PAGE = ROOT / "docs" / "performance.md"

INTRODUCTION = """\
# Performance

`scripts/bench --write` writes this page. These commands measure again:

    scripts/setup --bench
    scripts/bench --size both --write

A ratio of 2.00 says that trunklift is twice as fast as the other side. A ratio
of 0.40 against a limit of the machine says that it reaches 40 % of what is
possible. The two sides of a pair run in turn: {rounds}, after one that does not
count. The inputs are in the page cache, and the outputs are written to files.
Each ratio is the median over the rounds; the smallest and the largest follow it
in brackets. Ratios carry over to other machines, but seconds do not. The ratio
of CPU times (user and system) shows what waiting and other programs hide.
"""


def ratio(values):
    return f"{values['median']:.2f} ({values['min']:.2f}..{values['max']:.2f})"


def yes_no(row):
    if "reached" not in row:
        return ""
    return "yes" if row["reached"] else "**no**"


def table(head, rows):
    """Aligned, so that it can be read as text too."""
    if not rows:
        return []
    cells = [head, *rows]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = ["| " + " | ".join(cell.ljust(width)
                               for cell, width in zip(row, widths)) + " |"
             for row in cells]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return ["", lines[0], rule, *lines[1:]]


def speeds(rows):
    return table(
        ["pair", "dump", "ours", "s", "MB/s", "other", "s", "ratio",
         "CPU ratio", "goal", "reached"],
        [[row["pair"], row["dump"], row["ours"], f"{row['seconds']:.2f}",
          f"{row['megabytes_a_second']:.0f}", row["other"],
          f"{row['other_seconds']:.2f}", ratio(row["ratio"]),
          ratio(row["cpu_ratio"]),
          " ".join(filter(None, (
              "" if row["goal"] is None else f"{row['goal']:g}",
              row["note"] and f"({row['note']})"))), yes_no(row)]
         for row in rows if "ratio" in row])


def servers(rows):
    return table(
        ["pair", "dump", "ours", "CPU s", "server's CPU s", "other", "CPU s",
         "server's CPU s", "server's ratio", "ratio of both"],
        [[row["pair"], row["dump"], row["ours"], f"{row['cpu_seconds']:.2f}",
          f"{row['server']['ours']:.2f}", row["other"],
          f"{row['other_cpu_seconds']:.2f}", f"{row['server']['other']:.2f}",
          ratio(row["server"]["ratio"]), ratio(row["server"]["both_ratio"])]
         for row in rows if "server" in row])


def megabytes(values):
    return f"{values['median']:.1f} ({values['min']:.1f}..{values['max']:.1f})"


def peaks(rows):
    return table(
        ["pair", "dump", "peak MB, a tenth", "peak MB, whole", "growth", "goal",
         "reached"],
        [[row["pair"], row["dump"],
          megabytes(row["tenth_peak_mb"]) if "tenth_peak_mb" in row else "",
          megabytes(row["peak_mb"]),
          f"{row['growth']:.2f}" if "growth" in row else "", row["goal"],
          yes_no(row)]
         for row in rows if "peak_mb" in row])


def dump_lines(dump):
    count, size = dump["documents"], dump["bytes"]
    kinds = ", ".join(f"{kind} {facts['documents']:,} of "
                      f"{facts['bytes'] / facts['documents']:,.0f} bytes"
                      for kind, facts in dump["kinds"].items())
    trunks = dump["kinds"]["sys_info"]["documents"]
    return [f"* **{dump['name']}**: {size / 1e6:,.0f} MB, {count:,} documents "
            f"({size / count:,.0f} bytes each; {size / trunks:,.0f} bytes for "
            f"each trunkstore document and what comes with it): {kinds}"]


def page(results):
    options, rows = results["options"], results["rows"]
    lines = [INTRODUCTION.format(rounds=f"{options['rounds']} round" +
                                 "s" * (options["rounds"] != 1)), "## Where"]
    lines += table(["", ""], [[key, value] for key, value
                              in results["machine"].items()])
    lines += ["", "The command was `" +
              shlex.join(["scripts/bench", *options["arguments"]]) + "`."]
    if "server" in results:
        lines += ["", results["server"] + "."]
    if results["dumps"]:
        lines += ["", "## On what", "",
                  "`trunklift generate` wrote these dumps:", ""]
        for dump in results["dumps"]:
            lines += dump_lines(dump)
    lines += ["", "## Results", *speeds(rows), *servers(rows), *peaks(rows)]
    missing = [row for row in rows if "skipped" in row]
    if missing:
        lines += ["", "Skipped:", ""]
        lines += [f"* {row['pair']} ({row['dump']}): {row['skipped']}"
                  for row in missing]
    lines += ["", "## What the pairs are", ""]
    seen = {row["pair"] for row in rows}
    lines += [f"* `{name}`: {meaning}" for name, meaning
              in groups.NAMES.items() if name in seen]
    return "\n".join(lines) + "\n"
