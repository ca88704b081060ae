"""Says where and with what was measured."""
import datetime
import json
import pathlib
import platform
import re
import subprocess

from .measure import ROOT
from .peers import PYTHON

LIBRARIES = ["libsimdjson-dev", "libtbb-dev", "libsqlite3-dev", "libpq-dev",
             "libpcre2-dev", "libxxhash-dev", "libfmt-dev", "rapidjson-dev"]


def first_line(*command):
    try:
        done = subprocess.run(command, capture_output=True, text=True,
                              check=True, cwd=ROOT)
    except (OSError, subprocess.CalledProcessError):
        return "not there"
    return (done.stdout.splitlines() or [""])[0].strip()


def field(path, name):
    found = re.search(rf"^{name}\s*:\s*(.*)$", pathlib.Path(path).read_text(),
                      re.M)
    return found[1] if found else "unknown"


def system():
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return "Linux"


def describe():
    flags = field("/proc/cpuinfo", "flags").split()
    simd = [flag for flag in ("avx2", "avx512bw", "avx512_vbmi2")
            if flag in flags]
    memory = int(field("/proc/meminfo", "MemTotal").split()[0]) * 1024 / 1e9
    packages = json.loads((ROOT / "tests/bench/package.json").read_text())
    changed = first_line("git", "status", "--porcelain", "-uno")
    return {
        "date": datetime.date.today().isoformat(),
        "commit": first_line("git", "rev-parse", "--short=12", "HEAD") +
                  (" with changes" if changed else ""),
        "CPU": f"{field('/proc/cpuinfo', 'model name')}, "
               f"{len(re.findall('^processor', cpuinfo(), re.M))} cores seen"
               f" ({', '.join(simd) or 'no AVX2'})",
        "memory": f"{memory:.0f} GB",
        "system": f"{system()}, Linux {platform.release()}",
        "compiler": first_line("c++", "--version"),
        "libraries": ", ".join(
            f"{name.removeprefix('lib').removesuffix('-dev')} " +
            first_line("dpkg-query", "-W", "-f", "${Version}", name)
            for name in LIBRARIES),
        "peers": ", ".join([
            f"Node.js {first_line('node', '--version')}",
            *(f"{name} {version}"
              for name, version in packages["dependencies"].items()),
            first_line(PYTHON, "--version"),
            *(f"{name.removeprefix('python3-')} " + first_line(
                "dpkg-query", "-W", "-f", "${Version}", name)
              for name in ("python3-jsonschema", "python3-psycopg2")),
            first_line("psql", "--version"),
            first_line("gzip", "--version"),
            re.sub(r".*v([\d.]+).*", r"zstd \1",
                   first_line("zstd", "--version"))]),
    }


def cpuinfo():
    return pathlib.Path("/proc/cpuinfo").read_text()
