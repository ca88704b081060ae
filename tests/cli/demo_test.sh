# The dump in fixtures/demo, row by row: what a new user sees first.
source "$(dirname "$0")/lib.sh"
cd "$TRUNKLIFT_SOURCE" || exit 1
db=$scratch/project/demo.db
rejects=$scratch/project/rejects.ndjson

run migrate fixtures/demo --isolated --to "sqlite:$db" --rejects "$rejects" \
  --report jsonl
expect_exit 1
expect_balance "read 25 = loaded 8 + unchanged 0 + superseded 1 + rejected 3 \
+ skipped 13"
expect_stderr_contains "account 5, callflow 1, device 1, limits 1, number 4, \
sys_info 12, unreadable 1"
# As the README shows it.
while read -r line; do expect_contains README.md "$line"; done <"$err"

cp "$out" "$scratch/findings"
run route fixtures/demo --number +12065550110
while read -r line; do expect_contains README.md "$line"; done < <(head -n 4 "$out")
cp "$scratch/findings" "$out"

# --- The errors, and no others.
python3 - "$out" >"$scratch/errors" <<'PY'
import json, sys
for line in open(sys.argv[1]):
    f = json.loads(line)
    if f.get("severity") == "error":
        print(f["input"].split("/")[-1], f["line"], f["rule"], f["slug"],
              f.get("keyword", "-"), f["pointer"] or "-")
PY
expect_equal "$(cat "$scratch/errors")" "\
dump.ndjson 19 TL0206 address-malformed - /servers/0/auth/ip
dump.ndjson 20 TL0001 schema type /servers/1/options/timeout
dump.ndjson 20 TL0001 schema required /servers/1/auth
dump.ndjson 20 TL0226 auth-missing - /servers/1/auth
dump.ndjson 21 TL0002 json-syntax - -"

# --- The rejects: notes, each before the very bytes of the input.
expect_equal "$(sed -n 'n;p' "$rejects")" \
  "$(sed -n '19,21p' fixtures/demo/dump.ndjson)"
expect_equal "$(python3 - "$rejects" <<'PY'
import json, sys
for line in open(sys.argv[1]).read().split("\n")[0:6:2]:
    note = json.loads(line)["trunklift_reject"]
    print(note["document_id"] or "-", note["line"], note["stage"])
PY
)" "\
70fa2de8b1e345fcd73614d90b285707 19 bind
80ab3ef9c2f4460de84725ea1c396808 20 check
- 21 parse"

# --- Accounts: realm and name of the account document, limits of the limits
# document or else the maximum, caller ids of the account or else of a trunk.
expect_equal "$(query "$db" "SELECT name, realm, twoway_trunks, inbound_trunks,
    caller_id_name, caller_id_number, emergency_caller_id_number
  FROM account ORDER BY account_id")" "\
Harbor Dental Group|harbor.sip.example.com|8|2|Harbor Dental|+14155550100|+14155550100
Northwind Freight|northwind.sip.example.com|10|4|||
Café Lumière|lumiere.sip.example.com|4||||
Old Mill Hotel|oldmill.sip.example.com|5||Old Mill Annex|+13035550150|+13035550140
Copper Ridge Schools|copperridge.sip.example.org|6|6|||"

# --- Trunks: the current revision, times as UTC.
expect_equal "$(query "$db" "SELECT substr(legacy_document_id, 1, 2),
    coalesce(name, '-'), realm, twoway_trunks, substr(legacy_revision, 1, 3),
    created
  FROM trunk ORDER BY legacy_document_id")" "\
10|-|harbor.sip.example.com|8|12-|2015-09-22T08:33:20Z
20|-|northwind.sip.example.com|10|21-|2015-05-05T01:53:20Z
30|Fax|freight.old.example.net|2|3-6|2016-09-02T01:46:40Z
40|-|LUMIERE.sip.example.com|4|6-b|2013-10-26T12:33:20Z
50|-|oldmill.sip.example.com|5|8-9|2012-11-24T18:13:20Z
a1|Annex|oldmill.sip.example.com|2|2-5|2018-07-28T12:26:40Z
b2|-|copperridge.sip.example.org|6|15-|2013-03-20T12:00:00Z
c0|Harbor Dental, Bayside|harbor.sip.example.com|8|2-7|2019-03-17T00:00:00Z"

# --- Devices: methods, formats and codecs as they are written today.
expect_equal "$(query "$db" "SELECT name, enabled, auth_method,
    coalesce(username, '-'), coalesce(secret, '-'),
    coalesce(ip, host, '-'), port, invite_format, media_handling,
    delay, timeout, progress_timeout, codecs, flags, failover_number
  FROM device ORDER BY name")" "\
198.51.100.44|1|ip|-|-|198.51.100.44||username|process||||||+16025550169
Annex gateway|1|ip|-|-|203.0.113.9|5070|strip_plus|bypass||||||
Bayside PBX|1|password|harbor_bayside|demo-bayside-1|-||e164|bypass|0|||[\"PCMU\",\"PCMA\"]||
Comptoir|1|password|lumiere1|demo-croissant|-||1npan|process||25||||
Conference wing|1|ip|oldmill_gw|-|gw.oldmill.example.com||npan|bypass||||||
Dispatch SBC|1|ip|-|-|192.0.2.10||npan|process|||||[\"freight\",\"west\"]|
District office|1|password|district|demo-chalkboard|-||e164|bypass||||[\"PCMU\",\"PCMA\"]||+16025550169
Fax gateway|1|password|northwind_fax|demo-fax-machine|-||npan|bypass||45||[\"PCMU\",\"T38\"]||
Front office PBX|1|password|harbor_pbx|demo-harbor-1|-||e164|bypass|0|21||[\"PCMU\",\"G729\"]||
Reception|1|password|oldmill|demo-after-the-flood|-||npan|bypass||||||+13035550149
Terrasse (été)|0|password|lumiere2|demo-baguette|-||npan|process||25||||
Warehouse|1|ip|-|-|198.51.100.20|5080|strip_plus|bypass|||31|||"
expect_equal "$(query "$db" "SELECT failover_number IS '' FROM device
  WHERE name = 'Warehouse'")" 1
expect_equal "$(query "$db" "SELECT sip_headers FROM device
  WHERE name = 'Annex gateway'")" '[{"X-Site":"annex"}]'

# --- Numbers: all in E.164; of two claims one is live.
expect_equal "$(query "$db" "SELECT n.number, d.name, n.live,
    n.failover_number, n.failover_sip, n.number_failover_number
  FROM phone_number n JOIN device d
    ON d.account_id = n.account_id AND d.id = n.device_id
  ORDER BY n.number, n.live DESC")" "\
+12065550110|Dispatch SBC|1|||
+12065550110|Fax gateway|0|||
+12065550111|Dispatch SBC|1|||
+12065550112|Dispatch SBC|1|||
+12065550113|Warehouse|1||sip:overflow@198.51.100.77|
+12065550114|Fax gateway|1|||
+13035550140|Reception|1|||
+13035550141|Reception|1|||
+13035550142|Conference wing|1|||
+13035550150|Annex gateway|1|||
+13035550151|Annex gateway|1|||
+14155550101|Front office PBX|1|||+14155550109
+14155550102|Front office PBX|1|+14155550103||
+14155550106|Bayside PBX|1|||
+14155550107|Bayside PBX|1|||
+15145550131|Comptoir|1|||
+16025550160|District office|1|||
+16025550161|District office|1|||
+16025550162|198.51.100.44|1|||
+16025550162|District office|0|+16025550160||
+16025550163|198.51.100.44|1|||"

# --- What has no column is kept.
expect_equal "$(query "$db" "SELECT
    json_extract(extra, '$.cfg.supported_codecs[1]') FROM device
  WHERE name = 'Front office PBX'")" g711
expect_equal "$(query "$db" "SELECT
    json_extract(extra, '$.e911_info.street_address') FROM phone_number
  WHERE number = '+15145550131'")" "12 rue de l'Exemple"
expect_equal "$(query "$db" "SELECT
    json_extract(extra, '$.call_restriction.international.action') FROM trunk
  WHERE legacy_document_id LIKE 'b2%'")" deny

# --- The ledger.
expect_equal "$(query "$db" "SELECT outcome, count(*) FROM legacy_document
  GROUP BY outcome")" "deleted|1
loaded|8"
expect_equal "$(query "$db" "SELECT outcome, count(*) FROM unconverted_document
  GROUP BY outcome")" "deleted|1
rejected|3"

# --- And once more: nothing changes.
contents "$db" >"$scratch/before"
run migrate fixtures/demo --isolated --to "sqlite:$db"
expect_exit 1
expect_balance "read 25 = loaded 0 + unchanged 8 + superseded 1 + rejected 3 \
+ skipped 13"
expect_same_contents "$db" "$scratch/before"

finish
