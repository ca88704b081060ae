# docs/contributing.md adds five toys. Its code is taken from the page, added to
# a copy of the tree, built, and its commands are run: the page stays true.
#
# Only the toys and the tables that name them are compiled. Everything else is
# linked from the archives of the build that TRUNKLIFT belongs to: the linker
# takes no member of which it has all symbols.
source "$(dirname "$0")/lib.sh"

page=$TRUNKLIFT_SOURCE/docs/contributing.md
build=$(dirname "$(dirname "$TRUNKLIFT")")
copy=$scratch/copy
mkdir -p "$copy"
cp -r "$TRUNKLIFT_SOURCE"/{lib,rules,tools} "$copy"

cat >page.py <<'PY'
"""Writes the files and lines of the page to the copy, its commands to ./."""
import pathlib, re, sys

page, copy = map(pathlib.Path, sys.argv[1:])
block = re.compile(r"(?:^(Added to )?`([^`\n]+)`\n\n)?"
                   r"^```(\w+)\n(.*?)^```$", re.M | re.S)
commands, files, tables = 0, [], []
for added, name, kind, text in block.findall(page.read_text()):
    if kind == "console":
        command, _, expected = text.partition("\n")
        pathlib.Path(f"{commands}.command").write_text(command[2:])
        pathlib.Path(f"{commands}.expected").write_text(expected)
        commands += 1
        continue
    path = copy / name
    if added:
        path.write_text(path.read_text() + text)
        tables.append(name)
        continue
    if path.exists():
        sys.exit(f"{name} is there already")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    if path.suffix == ".cc":
        files.append(name)
# Who makes a table of these lines. tools/command.h declares the functions, too,
# which changes nothing in the objects that are there.
for name in tables:
    folder, base = name.split("/")[0], name.split("/", 1)[1]
    line = re.compile(rf'^#include "{re.escape(base)}"$', re.M)
    users = [path.relative_to(copy).as_posix()
             for root in ("lib", "rules", "tools")
             for path in (copy / root).rglob("*.cc")
             if line.search(path.read_text())]
    if not users:
        sys.exit(f"nobody includes {name}")
    files += [user for user in users if user not in files]
pathlib.Path("files").write_text("".join(name + "\n" for name in files))
PY
run_program python3 page.py "$page" "$copy"
expect_exit 0
expect_equal "$(ls ./*.command | wc -l)" 5

# --- Builds it, with the flags of the build but unoptimized.
cat >build.py <<'PY'
import concurrent.futures, json, pathlib, re, shlex, subprocess, sys

build, source, copy = sys.argv[1:]


def ninja(*arguments):
    return subprocess.run(["ninja", "-C", build, "-t", *arguments], check=True,
                          capture_output=True, text=True).stdout


def call(command):
    done = subprocess.run(command, cwd=build, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr + done.stdout)


flags = {}  # by folder: those of any file there
for entry in json.loads(ninja("compdb")):
    for folder in "lib", "rules", "tools":
        if re.match(rf"{re.escape(source)}/{folder}/.*\.cc$", entry["file"]):
            flags.setdefault(folder, shlex.split(entry["command"]))


def compile(name):
    words = flags[name.split("/")[0]]
    at = next(i for i, word in enumerate(words) if word.endswith("++"))
    kept = [word.replace(f"-I{source}/", f"-I{copy}/") for word in words[at:]]
    kept = kept[:kept.index("-MD")] + ["-O0", "-g0"]
    target = f"{copy}/{name}.o"
    call([*kept, "-c", f"{copy}/{name}", "-o", target])
    return target


names = pathlib.Path("files").read_text().split()
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    objects = list(pool.map(compile, names))
link = next(line for line in ninja("commands", "tools/trunklift").splitlines()
            if " -o tools/trunklift " in line)
call(["sh", "-c", link.replace(
    " -o tools/trunklift ",
    f" {shlex.join(objects)} -o {shlex.quote(copy + '/trunklift')} ")])
PY
run_program python3 build.py "$build" "$TRUNKLIFT_SOURCE" "$copy"
expect_exit 0

# --- Each command of the page prints what the page says.
export PATH=$copy:$PATH
cp -r "$copy/fixtures" .
for command in ?.command; do
  run_program bash -c "$(<"$command")"
  last=$(<"$command")
  expect_exit 0
  expect_equal "$(<"$out")" "$(<"${command%.command}.expected")"
done

finish
