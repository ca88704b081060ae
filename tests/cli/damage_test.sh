# Damaged inputs in every form, with --prune --complete all: nothing is deleted
# that the sound one holds. TRUNKLIFT_FULL=1 cuts at every 64th byte and flips
# each of the first and last 512, otherwise a sample of these.
source "$(dirname "$0")/lib.sh"

cat >damage.py <<'PY'
import bz2, gzip, io, json, lzma, os, random, shutil, sqlite3, subprocess
import sys, tarfile, zipfile

program, full = os.environ["TRUNKLIFT"], bool(os.environ.get("TRUNKLIFT_FULL"))
accounts = ["0c5be26f1d2a94f3a7b9d2e4c610a018", "1d6cf37a2e3ba5a4b8cae3f5d721b129"]


def document(number):
    account = accounts[number % 2]
    name = "%08x" % (0xC1F0A2D4 + number) + "e6b8493aa1b2c3d4e5f60718"
    return {
        "_id": name, "_rev": "3-%032x" % (0x5D1E << 112 | number * 7919),
        "pvt_type": "sys_info", "pvt_account_id": account,
        "pvt_account_db":
            f"account%2F{account[:2]}%2F{account[2:4]}%2F{account[4:]}",
        "account": {"auth_realm": f"r{number}.example.com", "trunks": 4},
        "servers": [{
            "server_name": "Office",
            "auth": {"auth_method": "password", "auth_user": f"user{number}",
                     "auth_password": "Kq7w-mLx2"},
            "options": {"enabled": True, "inbound_format": "e164"},
            "DIDs": {"+1415555%04d" % number: {}}}]}


documents = [document(number) for number in range(6)]
texts = [json.dumps(d, separators=(",", ":")).encode() for d in documents]
lines = b"".join(text + b"\n" for text in texts)
rows = [b'{"id":"%s","key":"%s","value":{"rev":"1-a"},"doc":%s}'
        % (d["_id"].encode(), d["_id"].encode(), t)
        for d, t in zip(documents, texts)]


def tar():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number in range(0, 6, 2):
            part = b"".join(t + b"\n" for t in texts[number:number + 2])
            entry = tarfile.TarInfo(f"dump/{number}.ndjson")
            entry.size = len(part)
            archive.addfile(entry, io.BytesIO(part))
    return out.getvalue()


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(0, 6, 2):
            archive.writestr(f"dump/{number}.ndjson", b"".join(
                t + b"\n" for t in texts[number:number + 2]))
    return out.getvalue()


def zstd():
    return subprocess.run(["zstd", "-q", "-c"], input=lines, check=True,
                          capture_output=True).stdout


forms = {
    "ndjson": lines,
    "gz": gzip.compress(lines, mtime=0),
    "bz2": bz2.compress(lines),
    "xz": lzma.compress(lines),
    "zst": zstd(),
    "tar": tar(),
    "zip": zipped(),
    "all_docs": b'{"total_rows":6,"offset":0,"rows":[\r\n'
                + b",\r\n".join(rows) + b"\r\n]}\r\n",
    "bulk_docs": b'{"new_edits":false,"docs":[\n' + b",\n".join(texts)
                 + b"]}\n",
    "couchbackup": b'{"name":"@cloudant/couchbackup","version":"2.11.13",'
                   b'"mode":"full"}\n[' + b",".join(texts[:3]) + b"]\n["
                   + b",".join(texts[3:]) + b"]\n",
    # The same piped, where a zip archive is read from its front.
    "zip|": zipped(),
}


def held(database):
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return set(connection.execute(
            "SELECT account_id, document_id FROM legacy_document "
            "WHERE outcome = 'loaded' UNION ALL "
            "SELECT account_id, number FROM phone_number").fetchall())


def migrate(form, data, database):
    name = "-"
    if not form.endswith("|"):
        name = "damaged"
        with open(name, "wb") as file:
            file.write(data)
    return subprocess.run(
        [program, "migrate", "--isolated", "-q", "-j1", name, "--to",
         f"sqlite:{database}", "--prune", "--complete", "all"],
        input=data if name == "-" else b"", capture_output=True)


# Texts without checksums: a byte that became another letter may make another
# number, or another member, of what it stands in. The document is there.
plain = {"ndjson", "tar", "all_docs", "bulk_docs", "couchbackup"}


def damages(sound):
    cuts = list(range(0, len(sound), 64))
    places = sorted({*range(min(512, len(sound))),
                     *range(max(0, len(sound) - 512), len(sound))})
    chosen = random.Random(17)
    if not full:
        cuts = chosen.sample(cuts, min(4, len(cuts)))
        places = chosen.sample(places, min(14, len(places)))
    for cut in cuts:
        yield f"cut at {cut}", 0, sound[:cut]
    for place in places:
        for bits in ((0xFF, 0x01) if full else (chosen.choice((0xFF, 0x01)),)):
            flipped = bytearray(sound)
            flipped[place] ^= bits
            yield f"byte {place} ^ {bits:#x}", bits, bytes(flipped)


only = sys.argv[1:]
tried, silent, wrong = 0, 0, 0
for form, sound in forms.items():
    if only and form not in only:
        continue
    if os.path.exists("base.db"):
        os.remove("base.db")
    first = migrate(form, sound, "base.db")
    everything = held("base.db")
    if len(everything) != 12 or first.returncode != 0:
        print(f"{form}: sound, but {len(everything)}:", first.stderr.decode())
        wrong += 1
        continue
    counts = {}
    for what, bits, damaged in damages(sound):
        shutil.copy("base.db", "now.db")
        result = migrate(form, damaged, "now.db")
        tried += 1
        counts[result.returncode] = counts.get(result.returncode, 0) + 1
        lost = everything - held("now.db")
        if bits == 1 and form in plain:
            lost = {(a, d) for a, d in lost if not d.startswith("+")}
        if lost or result.returncode not in (0, 1, 3):
            wrong += 1
            print(f"{form}: {what}: exit code {result.returncode}, lost "
                  f"{sorted(lost)}: {result.stderr.decode()[-600:]}")
    print(form, *(f"code {code}: {count}" for code, count in
                  sorted(counts.items())), sep="  ", flush=True)
print(f"{tried} damages, {wrong} wrong")
sys.exit(wrong > 0 or tried == 0)
PY
run_program python3 damage.py
cat "$out"
expect_exit 0
finish
