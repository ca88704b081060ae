# Each rule finds what fixtures/rules/<slug>/bad.* shows, and nothing in good.*, at
# the places and in the words that its record has. What is found to the letter is
# beside them: trunklift test compares it, and --update writes it anew.
source "$(dirname "$0")/lib.sh"

fixtures=$TRUNKLIFT_SOURCE/fixtures/rules
run rules --format json
expect_exit 0
cp "$out" rules.jsonl

cat >fixtures.py <<'PY'
import json, os, pathlib, re, subprocess, sys

program, folder = os.environ["TRUNKLIFT"], pathlib.Path(sys.argv[1])
# A document alone does not show these: an option (cli/inputs), a server that
# refuses (db/refuse), files of decisions (cli/policy).
ELSEWHERE = {"document-too-large", "refused-by-target", "suppression-expired",
             "suppression-unused", "baseline-stale", "repeats-too-much",
             "document-skipped"}


def findings(path):
    result = subprocess.run(
        [program, "check", "--isolated", "-q", "--report", "jsonl", path],
        capture_output=True, text=True)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return [f for f in lines if "fingerprint" in f]


def in_words(finding):
    return (f"{finding['severity']} {finding['rule']} {finding['slug']} "
            f"{finding['pointer']}: {finding['message']}")


def says(template, message):
    pattern = ".+".join(map(re.escape, re.split("<[^>]*>", template)))
    # Said of the schema's findings, too, that normalization repairs.
    return re.fullmatch(pattern + r"( \(normalization repairs it\))?", message)


def matches(pattern, pointer):
    pattern, pointer = pattern.split("/"), pointer.split("/")
    return len(pattern) == len(pointer) and all(
        p in ("*", q) for p, q in zip(pattern, pointer))


def one(folder, name):
    paths = [p for p in folder.glob(name + ".*") if p.suffix not in (".findings", ".records")]
    if len(paths) != 1:
        raise SystemExit(f"expected one {name}.* in {folder}")
    return paths[0]


problems, slugs = [], set()
for line in open("rules.jsonl"):
    rule = json.loads(line)
    slug = rule["slug"]
    slugs.add(slug)
    if slug in ELSEWHERE:
        continue
    here = folder / slug
    found = findings(one(here, "bad"))
    own = [f for f in found if f["rule"] == rule["id"]]
    if not own:
        problems.append(f"{slug}: bad.* is not found")
    for finding in own:
        if not says(rule["message"], finding["message"]):
            problems.append(f"{slug}: says {finding['message']}")
        if rule["looks_at"] and not any(
                matches(p, finding["pointer"]) for p in rule["looks_at"]):
            problems.append(f"{slug}: looks at {finding['pointer']}, too")
    for finding in findings(one(here, "good")):
        if finding["severity"] != "info" or finding["rule"] == rule["id"]:
            problems.append(f"{slug}: in good.*: {in_words(finding)}")
for other in folder.iterdir():
    if other.name not in slugs:
        problems.append(f"{other.name}: there is no such rule")
print("\n".join(problems))
sys.exit(bool(problems))
PY
run test --isolated "$fixtures"
expect_exit 0
expect_empty "$out"
run_program python3 fixtures.py "$fixtures"
expect_exit 0
expect_equal "$(tr -d '\n' <"$out")" ""
finish
