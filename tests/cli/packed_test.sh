# Packed inputs that are cut, damaged, or more than they seem: never taken for
# empty ones.
source "$(dirname "$0")/lib.sh"

trunk() {  # id number
  echo "{\"_id\":\"$1\",\"_rev\":\"1-a\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"a\",\"account\":{\"trunks\":2,\"auth_realm\":\"r.example\"},\
\"servers\":[{\"auth\":{\"auth_user\":\"$1\",\"auth_password\":\"pass5\"},\
\"options\":{},\"DIDs\":{\"+1202555$2\":{}}}]}"
}
trunk good 0100 >good.ndjson
trunk one 0101 >one.ndjson
trunk two 0102 >two.ndjson
expect_problem() {  # input text...: beside a good one, from a file and a pipe
  local text
  run check -q good.ndjson "$1"
  expect_exit 3
  for text in "cannot read $1" "${@:2}"; do expect_stderr_contains "$text"; done
  input=$1
  run check -q good.ndjson -
  input=/dev/null
  expect_exit 3
  expect_stderr_contains "cannot read -"
}
pack() {  # name: standard input, packed by what the name says
  case $1 in
    *.gz) gzip -c ;;
    *.bz2) bzip2 -c ;;
    *.xz) xz -c ;;
    *.zst) zstd -qc ;;
  esac >"$1"
}

# --- Compressed streams that end, or fail, before a byte of them is unpacked.
for ending in gz bz2 xz zst; do
  pack "x.$ending" <one.ndjson
  run check -q good.ndjson "x.$ending"
  expect_exit 0
  size=$(stat -c %s "x.$ending")
  for cut in 6 12 20 $((size / 2)) $((size - 5)) $((size - 1)); do
    head -c "$cut" "x.$ending" >"cut.$ending"
    expect_problem "cut.$ending"
    expect_equal "$(grep -c "cannot read" "$err")" 1
  done
  python3 - "x.$ending" >"damaged.$ending" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 2] ^= 0x55
sys.stdout.buffer.write(data)
PY
  expect_problem "damaged.$ending"
  { cat "x.$ending" && echo "and more"; } >"more.$ending"
  expect_problem "more.$ending"
  # One that is empty says so, and is sound.
  pack "empty.$ending" </dev/null
  run check -q good.ndjson "empty.$ending"
  expect_exit 0
  expect_equal "$(cat "$err")" "trunklift: empty.$ending holds no documents"
  { cat "empty.$ending" && echo "and more"; } >"more.$ending"
  expect_problem "more.$ending"
done

# --- Windows of zstd: up to 128 MiB; a larger one is named.
head -c 140000000 /dev/zero | tr '\0' ' ' | cat - one.ndjson >wide.ndjson
for window in 27 28; do
  zstd -qc --long=$window <wide.ndjson >wide.zst
  run check -q wide.zst
  ((window == 27)) && expect_exit 0
done
rm wide.ndjson
expect_problem wide.zst "256 MiB" "the limit is 128"

# --- tar that was cut between entries.
tar -cf x.tar one.ndjson two.ndjson
run check -q x.tar
expect_exit 0
head -c 1024 x.tar >cut.tar
expect_problem cut.tar "what marks its end is missing"
tail -c +1025 x.tar | head -c 1024 | cat cut.tar - >cut2.tar
expect_problem cut2.tar "what marks its end is missing"
pack cut.tar.gz <cut.tar
expect_problem cut.tar.gz "what marks its end is missing"
tar -cf empty.tar -T /dev/null
expect_problem empty.tar "it is no text"

# --- zip: one behind the other, entries that the directory lost, no directory.
zip -q 1.zip one.ndjson
zip -q 2.zip two.ndjson
zip -q both.zip one.ndjson two.ndjson
for sound in 1.zip both.zip; do
  input=$sound
  run check -q - "$sound"
  input=/dev/null
  expect_exit 0
done
cat 1.zip 2.zip >joined.zip
expect_problem joined.zip "holds more than its directory names"
python3 - <<'PY'
import struct
data = open("both.zip", "rb").read()
end = data.rindex(b"PK\5\6")
start = struct.unpack_from("<I", data, end + 16)[0]
second = data.index(b"PK\1\2", start + 4)
def directory(part):
    return (data[:start] + part + data[end:end + 8]
            + struct.pack("<HHII", 1, 1, len(part), start) + data[end + 20:])
open("first-only.zip", "wb").write(directory(data[start:second]))
open("second-only.zip", "wb").write(directory(data[second:end]))
open("cut.zip", "wb").write(data[:start])
open("half.zip", "wb").write(data[:second])
PY
expect_problem first-only.zip "holds more than its directory names"
expect_problem second-only.zip "holds more than its directory names"
expect_problem cut.zip
expect_problem half.zip
zip -qd 1.zip one.ndjson 2>/dev/null
python3 -c 'import zipfile; zipfile.ZipFile("empty.zip", "w").close()'
run check -q good.ndjson empty.zip
expect_exit 0
expect_equal "$(cat "$err")" "trunklift: empty.zip holds no documents"
# A large one, with descriptors behind its entries.
zip -q - one.ndjson two.ndjson <one.ndjson >described.zip
run check -q described.zip
expect_exit 0

# --- A text that ends in the middle of a document.
printf '%s' "$(<one.ndjson)" >whole.ndjson
run check -q whole.ndjson
expect_exit 0
{ cat one.ndjson && head -c 100 two.ndjson; } >cut.ndjson
expect_problem cut.ndjson "it ends in the middle of a document"
expect_equal "$(grep -c "cannot read" "$err")" 1
python3 -m json.tool two.ndjson | head -n 9 >cut.json
expect_problem cut.json "it ends in the middle of a document"
# A line that is broken has an end.
{ head -c 100 two.ndjson && echo && cat one.ndjson; } >broken.ndjson
run check -q broken.ndjson
expect_exit 1
{ cat one.ndjson && head -c 100 two.ndjson && echo; } >broken.ndjson
run check -q broken.ndjson
expect_exit 1
# Cut within what is packed: told once.
{ cat one.ndjson && head -c 100 two.ndjson; } | pack inner.gz
expect_problem inner.gz "it ends in the middle of a document"
for number in {1..3000}; do trunk "t$number" "$((1000 + number))"; done |
  pack long.gz
head -c "$(($(stat -c %s long.gz) / 2))" long.gz >cut.gz
expect_problem cut.gz "cut short"
expect_equal "$(grep -c "cannot read" "$err")" 1
# The rejects file of an earlier run, cut in its last document, and in a note.
run check two.ndjson --rejects rejects.ndjson
sed 's/sys_info/device/' two.ndjson >other.ndjson
run migrate other.ndjson --to sqlite:x.db --rejects rejects.ndjson
expect_exit 1
head -c -60 rejects.ndjson >cut-rejects.ndjson
expect_problem cut-rejects.ndjson "it ends in the middle of a document"
{ cat rejects.ndjson && head -c 40 rejects.ndjson; } >cut-rejects.ndjson
expect_problem cut-rejects.ndjson "it ends in the middle of a document"
# What a checksum does not hold for is not loaded, and all else is: the number in
# it may be another one. The packed bytes hold the text as it is.
cat >flip.py <<'PY'
import bz2, gzip, io, json, sys, tarfile, zipfile, zlib
sound = open("one.ndjson", "rb").read()
other = open("two.ndjson", "rb").read()


def gz(data):
    return gzip.compress(data, 0, mtime=0)


def zipped(*parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, part in enumerate(parts):
            archive.writestr(f"{number}.ndjson", part)
    return out.getvalue()


def tar(name, data):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
        entry = tarfile.TarInfo("z.ndjson")
        entry.size = len(other)
        archive.addfile(entry, io.BytesIO(other))
    return out.getvalue()


def flip(data):
    at = data.index(b'"DIDs"')
    at = data.index(b"+", at) + 6
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


for name, data in {"flip.gz": flip(gz(sound)),
                   "flip.zip": flip(zipped(sound, other)),
                   "flip.tar": tar("a.gz", flip(gz(sound))),
                   "flip.tar.gz": flip(gz(tar("a.ndjson", sound))),
                   "flip.zip.gz": gz(flip(zipped(sound, other))),
                   "sound.tar.gz": gz(tar("a.gz", gz(sound)))}.items():
    open(name, "wb").write(data)
PY
python3 flip.py
piped() {  # name: migrated from a pipe
  run_program bash -c "cat '$1' | '$TRUNKLIFT' migrate - --to sqlite:flip.db -q"
}
loaded() {
  sqlite3 "$1" "SELECT document_id FROM legacy_document
                WHERE outcome = 'loaded' ORDER BY 1" | tr '\n' ' '
}
# name, what is said of it, documents that are loaded
while read -r packed problem expected; do
  for from in file pipe; do
    rm -f flip.db
    if [ "$from" = file ]; then
      run migrate "$packed" --to sqlite:flip.db -q
      name=$packed
    else
      piped "$packed"
      name=-
    fi
    expect_equal "$(loaded flip.db)" "${expected//,/ }"
    if [ "$problem" = none ]; then
      expect_exit 0
    else
      expect_exit 3
      expect_stderr_contains "$name${problem//_/ }"
      expect_stderr_contains "; nothing of it was loaded"
    fi
  done
done <<'ROWS'
flip.gz :_the_gzip_data_is_damaged:_incorrect_data_check
flip.zip :0.ndjson:_ZIP_bad_CRC two,
flip.tar :a.gz:_the_gzip_data_is_damaged:_incorrect_data_check two,
flip.tar.gz :_the_gzip_data_is_damaged:_incorrect_data_check
flip.zip.gz :0.ndjson:_ZIP_bad_CRC two,
sound.tar.gz none one,two,
ROWS
# A copy that finds no room is an error of its own.
TMPDIR=$PWD/nowhere piped flip.gz
expect_exit 4
expect_stderr_contains "a temporary file in $PWD/nowhere"
finish
