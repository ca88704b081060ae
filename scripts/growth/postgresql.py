"""The commands of commands.py for a PostgreSQL target. The server is one of its
own, started with the first of them; what it takes counts as well."""
import atexit
import itertools
import time

from benchmarks.cluster import Cluster, binaries

from .commands import COMMANDS, run_quietly

databases = itertools.count(1)
started = []


def cluster():
    if not started:
        server = Cluster(binaries()).__enter__()
        atexit.register(server.__exit__)
        started.append(server)
    return started[0]


def server_time():
    """What the server took until now, in milliseconds. A session counts when it
    is gone."""
    busy = True
    while busy:
        busy = cluster().rows("SELECT FROM pg_stat_activity WHERE backend_type ="
                              " 'client backend' AND pid <> pg_backend_pid()")
    time.sleep(0.1)
    return cluster().cpu() * 1000


def new_target():
    """A database of its own; those before are dropped."""
    server, name = cluster(), f"grow{next(databases)}"
    for old in server.rows("SELECT datname FROM pg_database "
                           "WHERE datname LIKE 'grow%'"):
        server.psql(f"DROP DATABASE {old[0]}")
    server.psql(f"CREATE DATABASE {name}")
    return server.uri.replace("///postgres?", f"///{name}?")


def command(function):
    """`function` takes the folder, trunklift and the target."""
    def prepare(folder, trunklift):
        return function(folder, trunklift, new_target())
    prepare.beside = server_time
    COMMANDS[function.__name__.replace("_", "-")] = prepare
    return function


def migrate(folder, target):
    return ["migrate", folder / "in.ndjson", "--to", target, "--quiet"]


def load(folder, trunklift, target):
    run_quietly(trunklift, *migrate(folder, target))


def change(folder):
    """A later version of each document."""
    path = folder / "in.ndjson"
    path.write_text(path.read_text().replace('"_rev": "', '"_rev": "9')
                    .replace('"trunks": 2', '"trunks": 3'))


def plan(folder, target):
    return ["plan", folder / "in.ndjson", "--to", target, "-o",
            folder / "plan"]


@command
def postgresql(folder, _, target):
    return migrate(folder, target)


@command
def postgresql_again(folder, trunklift, target):
    load(folder, trunklift, target)
    return migrate(folder, target)


@command
def postgresql_changed(folder, trunklift, target):
    load(folder, trunklift, target)
    change(folder)
    return migrate(folder, target)


@command
def postgresql_prune(folder, trunklift, target):
    load(folder, trunklift, target)
    lines = (folder / "in.ndjson").read_bytes().splitlines(keepends=True)
    (folder / "in.ndjson").write_bytes(b"".join(lines[::3]))
    return [*migrate(folder, target), "--complete", "all", "--prune"]


@command
def postgresql_plan(folder, trunklift, target):
    load(folder, trunklift, target)
    change(folder)
    return plan(folder, target)


@command
def postgresql_apply(folder, trunklift, target):
    load(folder, trunklift, target)
    change(folder)
    run_quietly(trunklift, *plan(folder, target))
    return ["apply", "--plan", folder / "plan", "--to", target]


@command
def postgresql_undo(folder, trunklift, target):
    """The first load."""
    load(folder, trunklift, target)
    return ["undo", "last", "--to", target]


@command
def postgresql_undo_changes(folder, trunklift, target):
    load(folder, trunklift, target)
    change(folder)
    load(folder, trunklift, target)
    return ["undo", "last", "--to", target]
