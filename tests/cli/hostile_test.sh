# 300 inputs that mean harm: no crash, no hang, the books close, and the exit
# code says what happened.
source "$(dirname "$0")/lib.sh"

run generate --documents 40 --seed 11 --flaws 30% -o dump.ndjson
expect_exit 0
run check --report jsonl=ok.jsonl dump.ndjson

python3 - "$TRUNKLIFT" <<'PY' || fail "see above"
import bz2, gzip, io, json, lzma, os, random, re, subprocess, sys, tarfile
import zipfile
from concurrent.futures import ThreadPoolExecutor

random.seed(7)
good = open("dump.ndjson", "rb").read()
lines = [line for line in good.split(b"\n") if b'"sys_info"' in line]
whole = b"\n".join(lines) + b"\n"
inputs = {}


def add(name, content, codes=(0, 1, 3)):
    inputs[name] = (content, codes)


# What JSON forbids, and what it allows but nobody expects.
odd = {
    "nothing": b"", "blanks": b" \n\t\r\n ", "bom-alone": b"\xef\xbb\xbf",
    "bom-twice": b"\xef\xbb\xbf\xef\xbb\xbf" + whole,
    "nul": b'{"a":"\0"}\n' + whole, "nuls": b"\0" * 70000,
    "nul-lines": whole.replace(b"\n", b"\0\n"),
    "bad-utf8": b'{"a":"\xff\xfe\xc0\x80\xed\xa0\x80"}\n' + whole,
    "bad-utf8-key": b'{"\xff":1}\n', "lone-high": b'{"a":"\\ud800"}\n' + whole,
    "lone-low": b'{"a":"\\udc00"}\n', "bad-escape": b'{"a":"\\x41\\u12"}\n',
    "control": b'{"a":"\x01\x1b[31m\x7f"}\n', "tab": b'{"a":"\t"}\n',
    "utf16le": whole.decode().encode("utf-16"),
    "utf16be": b"\xfe\xff" + whole.decode().encode("utf-16-be"),
    "utf32": whole.decode().encode("utf-32"),
    "deep-arrays": b"[" * 100_000 + b"]" * 100_000 + b"\n" + whole,
    "deep-objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n" + whole,
    "deep-open": b'{"a":[' * 100_000 + b"\n" + whole,
    "deep-closed": b"]}" * 100_000 + b"\n" + whole,
    "deep-in-document": b'{"_id":"d","pvt_type":"sys_info","x":' +
                        b"[" * 900 + b"]" * 900 + b"}\n",
    "scalars": b'1\n"a"\nnull\ntrue\n-0\n1e999\n', "empty-key": b'{"":{"":""}}',
    "big-number": b'{"pvt_type":"sys_info","a":' + b"9" * 100_000 + b"}\n",
    "exponent": b'{"pvt_type":"sys_info","a":1e' + b"9" * 5000 + b"}\n",
    "many-keys": b'{"pvt_type":"sys_info",' +
                 b",".join(b'"k%d":%d' % (i, i) for i in range(50_000)) + b"}\n",
    "same-keys": b'{"pvt_type":"sys_info",' + b",".join([b'"a":1'] * 20_000) +
                 b"}\n",
    "many-servers": b'{"_id":"s","pvt_type":"sys_info","pvt_account_id":"a",'
                    b'"account":{},"servers":[' +
                    b",".join([b'{"auth":{}}'] * 20_000) + b"]}\n",
    "long-string": b'{"pvt_type":"sys_info","a":"' + b"x" * 3_000_000 + b'"}\n',
    "long-line": b'{"a":"' + b"x" * 20_000_000 + b'"}\n' + whole,
    "long-line-open": b'{"a":"' + b"x" * 20_000_000 + b"\n" + whole,
    "long-blank": b" " * 20_000_000 + b"\n" + whole,
    "newlines": b"\n" * 1_000_000 + whole, "returns": whole.replace(b"\n", b"\r"),
    "commas": b"," * 10_000, "quotes": b'"' * 9_999, "braces": b"{" * 9_999,
    "colons": b":" * 9_999, "slashes": b"\\" * 9_999,
    "html": b"<html><body>502 Bad Gateway</body></html>\n",
    "csv": b"a,b,c\n1,2,3\n" * 100, "elf": b"\x7fELF" + os.urandom(5000),
    "noise": os.urandom(50_000), "png": b"\x89PNG\r\n\x1a\n" + os.urandom(900),
    "ids": b'{"_id":{},"pvt_type":"sys_info","pvt_account_id":[],"_rev":7}\n',
    "deleted": b'{"_id":"x","_deleted":true}\n' * 3,
    "kinds": b'{"pvt_type":"account"}\n{"pvt_type":"limits"}\n'
             b'{"pvt_type":"number"}\n{"pvt_type":""}\n{"pvt_type":7}\n',
    "sql": b'{"_id":"\'; DROP TABLE trunk;--","pvt_type":"sys_info",'
           b'"pvt_account_id":"\\u0000","account":{"auth_realm":"\\\\N"}}\n',
}
for name, content in odd.items():
    add(name, content)

# What servers and tools print, damaged.
rows = b",\r\n".join(
    b'{"id":"%d","key":"%d","value":{"rev":"1-a"},"doc":%s}' % (i, i, line)
    for i, line in enumerate(lines))
bodies = {
    "all-docs": b'{"total_rows":%d,"offset":0,"rows":[\r\n' % len(lines) +
                rows + b"\r\n]}\n",
    "find": b'{"docs":[' + b",".join(lines) + b'],"bookmark":"nil"}\n',
    "changes": b'{"results":[\n' + b",\n".join(
        b'{"seq":"%d-x","id":"%d","changes":[],"doc":%s}' % (i, i, line)
        for i, line in enumerate(lines)) + b'\n],\n"last_seq":"9","pending":0}\n',
    "backup": b'{"name":"@cloudant/couchbackup","version":"2.11.0",'
              b'"mode":"full"}\n[' + b",".join(lines) + b"]\n\n" +
              b'{"marker":"@cloudant/couchbackup:resume"}\n',
    "array": b"[" + b",".join(lines) + b"]",
    "pretty": json.dumps([json.loads(line) for line in lines],
                         indent=2).encode(),
}
for name, body in bodies.items():
    for cut in (1, 9, len(body) // 3, len(body) // 2, len(body) - 3):
        add(f"{name}-cut-{cut}", body[:cut])
    add(f"{name}-twice", body + body)
    add(f"{name}-nested", b"[" + body.strip() + b"]")
    add(f"{name}-error", body[:len(body) // 2] +
        b'\n{"error":"timeout","reason":"died"}\n')
    add(f"{name}-marker", body[:len(body) // 2] +
        b'{"marker":"@cloudant/couchbackup:resume"}\n' + body)
    add(f"{name}-swapped", body.translate(bytes.maketrans(b"{}[]", b"[]{}")))

# Packed, damaged.
def zipped(data, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(3):
            archive.writestr(f"../x/{i}.json", data)
    return out.getvalue()

def tarred(data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("a.json", "/etc/b.json", "../c.json", "d\x1b[31m.json"):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo("special")
            info.type, info.linkname = kind, "/dev/zero"
            archive.addfile(info)
    return out.getvalue()

packed = {"gz": gzip.compress(whole), "bz2": bz2.compress(whole),
          "xz": lzma.compress(whole), "zip": zipped(whole),
          "tar": tarred(whole), "tgz": gzip.compress(tarred(whole)),
          "gz-gz-gz-gz-gz": whole}
for _ in range(5):
    packed["gz-gz-gz-gz-gz"] = gzip.compress(packed["gz-gz-gz-gz-gz"])
for name, data in packed.items():
    add(f"{name}-whole", data)
    for cut in (5, len(data) // 2, len(data) - 5):
        add(f"{name}-cut-{cut}", data[:cut])
    add(f"{name}-noise", data + os.urandom(1000))
    for i in range(4):
        damaged = bytearray(data)
        for _ in range(3):
            damaged[random.randrange(4, len(damaged))] ^= 1 << random.randrange(8)
        add(f"{name}-flipped-{i}", bytes(damaged))

# Good documents, mutated.
tokens = [b'"', b"{", b"}", b"[", b"]", b",", b":", b"null", b"-", b"0", b"\\",
          b"\n", b"\0", b"\xff", b'"servers":', b'"_id":', b"1e9999"]
while len(inputs) < 300:
    text = bytearray(b"\n".join(random.sample(lines, 5)))
    for _ in range(random.randrange(1, 12)):
        at = random.randrange(len(text))
        what = random.randrange(4)
        if what == 0:
            text[at:at + random.randrange(40)] = b""
        elif what == 1:
            text[at:at] = random.choice(tokens)
        elif what == 2:
            text[at] = random.randrange(256)
        else:
            other = random.randrange(len(text))
            text[at:at] = text[other:other + random.randrange(300)]
    add(f"mutant-{len(inputs)}", bytes(text))

binary, failed = sys.argv[1], []


# Repairs of it end in one way or another, and leave documents that can be read.
def fix(path):
    done = subprocess.run([binary, "fix", "--lossy", "-j2", path,
                           "-o", path + ".fixed"], capture_output=True,
                          timeout=120)
    said = done.stderr.decode(errors="replace")
    if done.returncode not in (0, 3) or "Sanitizer" in said:
        return f"exit {done.returncode}\n{said[-2000:]}"
    if os.path.exists(path + ".fixed"):
        shown = subprocess.run([binary, "fix", "--diff", path + ".fixed"],
                               capture_output=True, timeout=120)
        if shown.returncode not in (0, 3):
            return f"repaired: exit {shown.returncode}"
        if re.search(rb"[\x00-\x08\x0b-\x1f]", shown.stdout + shown.stderr):
            return "control characters reach the terminal"
    return None


def judge(item):
    name, (content, codes) = item
    path = f"h-{name}"
    with open(path, "wb") as file:
        file.write(content)
    report, rejects = path + ".jsonl", path + ".rejects"
    command = [binary, "check", "-j2", "--report", f"jsonl={report}",
               "--rejects", rejects, path]
    try:
        done = subprocess.run(command, capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        return f"{name}: it hangs"
    said = done.stderr.decode(errors="replace")
    if done.returncode not in codes or "Sanitizer" in said:
        return f"{name}: exit {done.returncode}\n{said[-2000:]}"
    if re.search(r"[\x00-\x08\x0b-\x1f]", said):
        return f"{name}: control characters reach the terminal: {said!r}"
    try:
        findings = [json.loads(line) for line in open(report, "rb")]
        balance = findings[-1]["summary"]["balance"]
    except (ValueError, KeyError, IndexError) as error:
        return f"{name}: the report is broken: {error}"
    if balance["read"] != sum(balance.values()) - balance["read"]:
        return f"{name}: the balance does not hold: {balance}"
    errors = sum(f.get("severity") == "error" for f in findings[:-1])
    if done.returncode == 0 and (errors or not balance["read"]):
        return f"{name}: exit 0 in spite of errors or of no documents"
    if done.returncode == 1 and not errors:
        return f"{name}: exit 1 without errors"
    # What is rejected is an input again, and rejected again.
    if balance["rejected"] and os.path.getsize(rejects):
        again = subprocess.run([binary, "check", "-q", rejects],
                               capture_output=True, timeout=120)
        if again.returncode not in (0, 1, 3):
            return f"{name}: its rejects: exit {again.returncode}"
    if name in odd or re.fullmatch(r"mutant-.*[037]", name):
        if problem := fix(path):
            return f"{name}: fix: {problem}"
    os.remove(path)
    return None


with ThreadPoolExecutor(2) as pool:
    failed = [text for text in pool.map(judge, inputs.items()) if text]
print(f"{len(inputs)} hostile inputs, {len(failed)} failures")
print("\n".join(failed))
sys.exit(bool(failed))
PY
checks=$((checks + 300))
finish
