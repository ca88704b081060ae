# What stands in an input is never a command to who looks at a report: control
# characters of both sets, other directions of writing, line separators.
source "$(dirname "$0")/lib.sh"

# The characters, and how they are shown outside JSON.
python3 - <<'PY'
import json
odd = "".join(map(chr, (0x1B, 0x85, 0x9B, 0x7F, 0x202E, 0x2066, 0x2028, 0x2029,
                        0x200B, 0x200F, 0xFEFF, 0xAD, 0xE0041)))
with open("odd.ndjson", "w") as out:
    for number, key in enumerate(odd):
        text = f"a{key}b"
        print(json.dumps({
            "_id": text, "pvt_type": "sys_info", "pvt_account_id": text,
            text: text, "name": text,
            "account": {"auth_realm": text, "trunks": text, text: text},
            "servers": [{"auth": {"auth_method": text, "auth_user": text,
                                  "auth_password": text, "ip": text},
                         "options": {text: text, "failover": {text: text},
                                     "media_handling": text},
                         "DIDs": {text: {text: text}},
                         text: {"emergency": text}}]},
            ensure_ascii=False), file=out)
    # The same in another kind, and one that is no JSON.
    print(json.dumps({"_id": odd, "pvt_type": odd}, ensure_ascii=False), file=out)
    print("{" + odd.replace("\x1b", ""), file=out)
PY
name=$'odd\xe2\x80\xae\xc2\x9b.ndjson'
cp odd.ndjson "$name"

clean() {  # file...: none of the characters is in it
  local file
  for file in "$@"; do
    checks=$((checks + 1))
    python3 - "$file" <<'PY' || fail "a character that is not seen is in $file"
import sys, unicodedata
text = open(sys.argv[1], encoding="utf-8").read()
odd = {c for c in text
       if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c not in "\n\t\r"}
print(sorted(map(hex, map(ord, odd)))) if odd else None
sys.exit(bool(odd))
PY
  done
}

every_report r
run check --isolated "${every[@]}" "$name" "no$name"
expect_exit 3
clean "$err"
run check --isolated -q --write-baseline base "$name"
clean r.* base "$err"
expect_contains r.concise 'odd\u202e\x9b.ndjson:1: '
expect_contains r.concise 'a\u2028b/a\u2028b'
expect_contains r.concise 'a\u{e0041}b/a\u{e0041}b'
expect_contains r.jsonl '"input":"odd\u202e\u009b.ndjson"'
# To a program they say what they said before.
expect_equal "$(python3 - <<'PY'
import json
ids = {json.loads(line).get("document_id") for line in open("r.jsonl")}
asked = {json.loads(line)["_id"] for line in open("odd.ndjson")
         if "sys_info" in line}
print(len(asked), sorted(asked - ids))
PY
)" "13 []"

for command in "fix --diff --lossy" "scan" "scan --format json" \
  "check --report concise --color always"; do
  # shellcheck disable=SC2086
  run $command "$name"
  sed 's/\x1b\[[0-9;]*m//g' "$out" >plain
  clean plain "$err"
done
run check --isolated -q --report jsonl=a odd.ndjson
run check --isolated -q --report jsonl=b "$name"
head -n 2 a >c
tail -n 1 a >>c
run diff --isolated c b
clean "$out"
run diff --isolated --format json c b
clean "$out"
run "$(printf 'comm\xe2\x80\xaeand')"
clean "$err"

finish
