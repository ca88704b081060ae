"""A PostgreSQL server of its own, durable, for as long as the bench runs."""
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import time

from .measure import Wrong, quiet, say

SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "maintenance_work_mem": "256MB",
    # Or it works on what one side loaded while the other one is measured.
    "autovacuum": "off",
}
TICKS = os.sysconf("SC_CLK_TCK")
UP_WITHIN = 20  # seconds


def binaries():
    """The folder of initdb and postgres, or None."""
    if not shutil.which("psql"):
        return None
    for folder in ("/usr/lib/postgresql/15/bin",
                   *os.environ["PATH"].split(":")):
        if (pathlib.Path(folder) / "initdb").exists():
            return pathlib.Path(folder)
    return None


class Cluster:
    """Listens on a socket in a folder of its own. Ends with the bench, however
    that ends."""

    def __init__(self, programs):
        self.programs = programs
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="trunklift-bench-"))
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith("PG")}
        self.environment |= {"PGHOST": str(self.folder), "PGPORT": "5432",
                             "PGUSER": "postgres", "PGDATABASE": "postgres"}
        self.uri = f"postgresql:///postgres?host={self.folder}&user=postgres"
        self.as_server = []
        if os.geteuid() == 0:  # which the server refuses
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.as_server = ["setpriv", "--reuid=postgres",
                              "--regid=postgres", "--init-groups"]

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        data = self.folder / "data"
        quiet([*self.as_server, self.programs / "initdb", "-D", data, "-U",
               "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"],
              cwd=self.folder)
        options = [part for name, value in (
            *SETTINGS.items(), ("listen_addresses", ""),
            ("unix_socket_directories", self.folder))
            for part in ("-c", f"{name}={value}")]
        say("starting a PostgreSQL server")
        with (self.folder / "log").open("wb") as log:
            self.server = subprocess.Popen(
                [*self.as_server, "setpriv", "--pdeathsig", "QUIT",
                 str(self.programs / "postgres"), "-D", str(data), *options],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log)
        give_up = time.monotonic() + UP_WITHIN
        while self.psql("SELECT", check=False).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > give_up:
                raise Wrong("the server does not start: " +
                            (self.folder / "log").read_text())
            time.sleep(0.05)
        self.version = self.rows("SHOW server_version")[0][0]

    def __exit__(self, *_):
        server = getattr(self, "server", None)
        if server and server.poll() is None:
            server.terminate()
            server.wait()
        shutil.rmtree(self.folder)

    def describe(self):
        return f"PostgreSQL {self.version}, started by the bench: " + ", ".join(
            f"{name} {value}" for name, value in SETTINGS.items())

    def psql(self, sql, check=True):
        done = subprocess.run(
            ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", "-"],
            input=sql.encode(), env=self.environment, check=False,
            capture_output=True)
        if check and done.returncode != 0:
            raise Wrong(f"psql: {done.stderr.decode()}\n{sql}")
        return done

    def rows(self, sql):
        out = self.psql(sql).stdout.decode()
        return [line.split("|") for line in out.splitlines()]

    def cpu(self):
        """Seconds of all its processes until now, those that ended as well."""
        ticks = sum(self.stat(self.server.pid)[11:15])
        for process in pathlib.Path("/proc").iterdir():
            if process.name.isdigit():
                stat = self.stat(process.name)
                if stat and stat[1] == self.server.pid:
                    ticks += sum(stat[11:13])
        return ticks / TICKS

    @staticmethod
    def stat(process):
        """Fields of /proc/.../stat from the state on, as numbers."""
        try:
            text = pathlib.Path(f"/proc/{process}/stat").read_text()
        except OSError:
            return None
        return [int(field) if field.lstrip("-").isdigit() else 0
                for field in text[text.rindex(")") + 2:].split()]
