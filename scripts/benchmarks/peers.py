"""Programs of others that have to be brought here first."""
import shutil

from .measure import ROOT, Wrong, quiet

# Debian's, for which its packages are: another one may come first in PATH.
PYTHON = "/usr/bin/python3"


def node(bench):
    """The folder of the scripts for Node.js and their packages, or why it is
    not there."""
    if not shutil.which("npm"):
        return None, "no npm (scripts/setup --bench installs it)"
    folder = bench.folder / "node"
    if not folder.exists():
        folder.mkdir()
        scripts = ROOT / "tests" / "bench"
        for path in (scripts / "package.json", *scripts.glob("*.mjs")):
            shutil.copy(path, folder)
        try:
            quiet(["npm", "i", "--no-audit", "--no-fund"], cwd=folder)
        except Wrong as problem:
            return None, f"npm could not install the peers: {problem}"
    found = all((folder / "node_modules" / package).exists()
                for package in ("ajv", "pg", "pg-copy-streams"))
    return (folder, "") if found else (None, "npm did not install the peers")
