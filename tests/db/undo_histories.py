#!/usr/bin/env python3
"""Random histories of a target, and the way back.

    undo_histories.py BINARY TARGET COUNT SEED [CLOCK]...

Each history is a schema of its own: a few runs over dumps of random versions,
deletions, documents that are rejected, and context, with and without --prune
and --max-rejects, some of them killed or interrupted. Then `undo last` takes
back one run after the other; each time all tables must be as they were before
that run. Prints what differs, and ends with 1 if anything did. CLOCKs are files
of faketime, which jump by a day either way before each step.
"""
import json
import random
import re
import signal
import subprocess
import sys
import time

TABLES = ["account", "trunk", "device", "phone_number", "legacy_document",
          "unconverted_document", "legacy_account", "legacy_limits",
          "legacy_number", "vanished_document", "dropped_key"]
# What a run that was killed has not worked out yet.
DERIVED = ["live", "number_failover_number", "number_failover_sip"]


def sql(text):
    done = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text],
                          capture_output=True, text=True, check=True)
    return done.stdout


# Rows that say other than what the documents there come to: none, once a run
# has got to its end.
WRONG = """
SELECT 'live', account_id, id::text FROM (
  SELECT account_id, id, live, row_number() OVER (
    PARTITION BY account_id, number
    ORDER BY claim_rank >= 1000000, legacy_document_id, claim_rank, id) AS place
  FROM {0}.phone_number) p WHERE live <> (place = 1)
UNION ALL
SELECT 'failover', p.account_id, p.id::text FROM {0}.phone_number p
LEFT JOIN {0}.legacy_number n USING (account_id, number)
WHERE (p.number_failover_number, p.number_failover_sip)
  IS DISTINCT FROM (n.failover_number, n.failover_sip)
UNION ALL
SELECT 'account', coalesce(a.account_id, t.account_id), ''
FROM {0}.account a
FULL JOIN (SELECT DISTINCT account_id FROM {0}.trunk) t USING (account_id)
WHERE a.account_id IS NULL OR t.account_id IS NULL
UNION ALL
SELECT 'key', '', definition FROM {0}.dropped_key
"""


# --- Dumps.
def trunk(dice, account, name, revision):
    numbers = {f"+1202555{dice.randrange(12):04}":
               {"failover": {"e164": "+12025550199"}} if dice.random() < .2
               else {} for _ in range(dice.randrange(4))}
    servers = [{"server_name": f"PBX {dice.randrange(5)}",
                "auth": {"auth_method": "password",
                         "auth_user": f"u{name}{i}",
                         "auth_password": f"p{dice.randrange(9)}"},
                "DIDs": numbers if i == 0 or dice.random() < .3 else {}}
               for i in range(dice.randrange(1, 4))]
    if dice.random() < .12:
        servers[0]["auth"] = {"auth_method": "ip", "ip": "192,168.0.1"}
    return {"_id": name, "_rev": revision, "pvt_type": "sys_info",
            "pvt_account_id": account, "name": f"n{dice.randrange(9)}",
            "account": {"trunks": dice.randrange(5)}, "servers": servers}


def document(dice, account):
    revision = f"{dice.randrange(1, 5)}-{dice.choice('abc') * 8}"
    kind = dice.random()
    if kind < .7:
        out = trunk(dice, account, f"d{dice.randrange(4)}", revision)
        if dice.random() < .25:
            kept = "_id", "_rev", "pvt_type", "pvt_account_id"
            out = {key: out[key] for key in kept} | {"_deleted": True}
    elif kind < .8:
        out = {"_id": account, "_rev": revision, "pvt_type": "account",
               "pvt_account_id": account, "realm": f"r{dice.randrange(5)}.test"}
    elif kind < .9:
        out = {"_id": "limits", "_rev": revision, "pvt_type": "limits",
               "pvt_account_id": account, "twoway_trunks": dice.randrange(5)}
    else:
        out = {"_id": f"+1202555{dice.randrange(12):04}", "_rev": revision,
               "pvt_type": "number", "pvt_assigned_to": account,
               "failover": {"e164": f"+1202555{dice.randrange(9):04}"}}
    if dice.random() < .15:
        out["pvt_deleted"] = True
    return out


def dump(dice):
    lines = [json.dumps(document(dice, f"a{dice.randrange(3)}"))
             for _ in range(dice.choice([1, 3, 8, 20, 40]))]
    if dice.random() < .2:
        lines.append('{"_id": "cut", "pvt_type": "sys_info"')
    return [line + "\n" for line in lines]


# --- Runs.
def options(dice):
    out = ["--connections", str(dice.choice([1, 2, 4]))]
    complete = dice.choice(["accounts", "accounts", "all", "none"])
    out += ["--complete", complete]
    if complete != "none" and dice.random() < .4:
        out.append("--prune")
    if dice.random() < .2:
        out += ["--max-rejects", dice.choice(["0", "1", "20%"])]
    return out


class History:
    def __init__(self, binary, target, number, seed, clocks):
        self.clocks = clocks
        self.killed = 0
        self.dice = random.Random(seed * 100_003 + number)
        self.binary = binary
        self.schema = f"h{number}"
        self.at = ["--to", target, "--target-schema", self.schema]
        self.said = []  # what was done, to be printed
        self.known = set()
        self.before = {}  # by run: (rows, whether they are all worked out)
        self.settled = True

    def rows(self):
        queries = []
        for table in TABLES:
            queries += ["-c", f"\\echo == {table}", "-c",
                        f"COPY (SELECT row_to_json(t)::text COLLATE \"C\" FROM "
                        f"{self.schema}.{table} t ORDER BY 1) TO STDOUT"]
        return subprocess.run(["psql", "-XAtq", *queries], capture_output=True,
                              text=True, check=True).stdout

    def runs(self):
        return sql(f"SELECT id FROM {self.schema}.run").split()

    def jump(self):
        for clock in self.clocks:
            with open(clock, "w", encoding="ascii") as file:
                file.write(self.dice.choice(["-1d\n", "+0\n", "+1d\n"]))

    def run(self, *arguments):
        self.jump()
        return subprocess.run([self.binary, *arguments, *self.at],
                              capture_output=True, text=True, check=False)

    def migrate(self):
        dice = self.dice
        lines = dump(dice)
        chosen = options(dice)
        end = dice.choice([None] * 5 + [signal.SIGKILL, signal.SIGKILL,
                                        signal.SIGTERM])
        rows, settled = self.rows(), self.settled
        self.jump()
        process = subprocess.Popen(
            [self.binary, "migrate", *self.at, *chosen, "-"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE)
        try:
            if end:
                half = dice.randrange(len(lines) + 1)
                process.stdin.write("".join(lines[:half]).encode())
                process.stdin.flush()
                time.sleep(dice.random() * .15)
                if dice.random() < .5:
                    process.stdin.write("".join(lines[half:]).encode())
                    process.stdin.close()
                    time.sleep(dice.random() * .1)
                process.send_signal(end)
                process.wait()
            else:
                process.communicate("".join(lines).encode())
        except BrokenPipeError:
            process.wait()
        code = process.wait()
        self.wait_for_server()
        self.said.append(f"{len(lines)} documents {' '.join(chosen)} "
                         f"{end and end.name}: {code}")
        if code not in (0, 1, 3, 4, 130, 143, -9, -15):
            raise AssertionError(f"ended with {code}: "
                                 f"{process.stderr.read().decode()}")
        new = [run for run in self.runs() if run not in self.known]
        for run in new:
            self.before[run] = rows, settled
        self.known.update(new)
        self.killed += code == -9
        if code in (0, 1, 3, 130, 143):
            self.settled = True
            wrong = sql(WRONG.format(self.schema))
            if wrong:
                raise AssertionError(f"not worked out: {wrong}")
        elif new:
            self.settled = False

    def wait_for_server(self):
        """Until nothing of a run that was killed is left there."""
        while sql("SELECT 1 FROM pg_stat_activity WHERE application_name = "
                  "'trunklift'").strip():
            time.sleep(.02)

    def way_back(self):
        for _ in range(len(self.known) + 1):
            done = self.run("undo", "last")
            if done.returncode == 2:
                return
            if done.returncode != 0:
                raise AssertionError(f"undo: {done.returncode} {done.stderr}")
            run = re.match(r"run ([-0-9a-f]+) is undone", done.stdout).group(1)
            self.said.append(f"undo {run}")
            wanted, whole = self.before[run]
            self.compare(wanted, self.rows(), whole)
            self.before.pop(run)
        raise AssertionError("undo does not end")

    @staticmethod
    def without_derived(rows):
        out, table = [], ""
        for line in rows.splitlines():
            if line.startswith("== "):
                table = line[3:]
            elif table in ("account", "dropped_key"):
                continue
            elif table == "phone_number":
                row = json.loads(line.replace("\\\\", "\\"))
                line = json.dumps({key: value for key, value in row.items()
                                   if key not in DERIVED})
            out.append(line)
        return "\n".join(out)

    def compare(self, wanted, found, whole):
        if not whole:
            wanted = self.without_derived(wanted)
            found = self.without_derived(found)
        if wanted == found:
            return
        wanted, found = wanted.splitlines(), found.splitlines()
        raise AssertionError("\n".join(
            [f"  missing: {line[:300]}" for line in wanted
             if line not in found] +
            [f"  left:    {line[:300]}" for line in found
             if line not in wanted]))

    def check(self):
        for _ in range(self.dice.randrange(1, 6)):
            self.migrate()
        self.way_back()
        found = [line for line in self.rows().splitlines()
                 if not line.startswith("== ")]
        if found:
            raise AssertionError("left at the end:\n  " + "\n  ".join(found))
        left = sql(f"SELECT count(*) FROM {self.schema}.before_image")
        if left.strip() != "0":
            raise AssertionError(f"{left} images are left at the end")


def main(binary, target, count, seed, clocks):
    wrong = killed = 0
    for number in range(count):
        history = History(binary, target, number, seed, clocks)
        history.run("target", "init")
        try:
            history.check()
        except AssertionError as difference:
            wrong += 1
            print(f"history {number} of seed {seed}:")
            for line in history.said:
                print(f"  {line}")
            print(difference)
        killed += history.killed
        sql(f"DROP SCHEMA {history.schema} CASCADE")
    print(f"{count} histories, {killed} kills, {wrong} with differences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3], *map(int, sys.argv[3:5]), sys.argv[5:]))
