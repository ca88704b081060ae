# What stands one level off from where a rule or the platform looks: found, named,
# and never turned into a record that says something else.
source "$(dirname "$0")/lib.sh"

# Documents are made from one that is sound, by statements in Python that change
# `doc`; other documents of the dump are appended to `more`.
cat >make.py <<'PY'
import json, sys
A = "0c5be26f1d2a94f3a7b9d2e4c610a018"
ID = {"cid_name": "Acme", "cid_number": "+14155550100"}
doc = {"_id": "c1f0a2d4e6b8493aa1b2c3d4e5f60718", "_rev": "3-5d1e",
       "pvt_type": "sys_info", "pvt_account_id": A,
       "account": {"auth_realm": "acme.sip.example.com", "trunks": 4,
                   "inbound_trunks": 8, "caller_id": dict(ID),
                   "emergency_caller_id": dict(ID)},
       "servers": [{"server_name": "Head office",
                    "auth": {"auth_method": "password", "auth_user": "acme_hq",
                             "auth_password": "ch4nge-me-now"},
                    "options": {"enabled": True, "inbound_format": "e164",
                                "media_handling": "bypass"},
                    "DIDs": {"+14155550101": {}}}]}
server = doc["servers"][0]
auth, options, did = server["auth"], server["options"], server["DIDs"]["+14155550101"]
more = []
exec(sys.stdin.read())
for each in more + [doc]:
    print(json.dumps(each))
PY
make() { python3 make.py >dump.ndjson; }  # statements on standard input

# What one rule finds in the dump, or all rules above info: pointers and words.
found() {  # rule, or "above info"
  run check --isolated --report jsonl dump.ndjson
  python3 - "$1" "$out" <<'PY'
import json, sys
for line in open(sys.argv[2]):
    f = json.loads(line)
    if "fingerprint" not in f:
        continue
    if f["rule"] == sys.argv[1]:
        print(f["pointer"], f["message"], sep=": ")
    elif sys.argv[1] == "above info" and f["severity"] != "info":
        print(f["severity"], f["rule"], f["pointer"])
PY
}
pointers() { found "$1" | sed 's/: .*//' | LC_ALL=C sort; }

# --- Emergency data anywhere, in any spelling.
make <<'PY'
address = {"street_address": "1 Main St", "zip": ""}
doc["e911_callerid"] = dict(ID)
doc["pvt_e911"] = {"a": {"b": [{"c": "x"}]}}
doc["emergency_caller_id"] = dict(ID)
doc["account"]["E911"] = address
doc["account"]["caller_id"]["emergency"] = dict(ID)
doc["DIDs_Unassigned"] = {"+14155550199": {"dash_e911": address}}
server["Emergency_Address"] = "1 Main St"
server["emergencyCallerId"] = dict(ID)
server["location"] = [{"e_911": {"street": "Main"}}]
server[""] = {"e911_info": address}
server["cfg"] = {"e-911-provider": "dash"}
auth["e911"] = address
options["e911_info"] = address
options["emergency_caller_id"] = dict(ID, e911_address="1 Main St")
options["e911_enabled"] = True
options["vitelity_e911"] = 7
did["cnam"] = {"dash_e911": address}
did["default_emergency_number"] = "+14155550101"
# Nothing, or nothing of that kind:
doc["e911"] = {"street": "", "more": [None, {}, [], "  ", False]}
server["e911_info"] = {"street": "undefined"}
server["emergency_caller_id"] = []
server["call_restriction"] = {"emergency": {"action": "deny"}}
options["sip_headers"] = [{"X-E911": "1 Main St"}]
options["+14155550911"] = "x"
options["room911"] = options["urgency"] = "x"
did["e911"] = False
PY
expect_equal "$(pointers TL0218)" "/DIDs_Unassigned/+14155550199/dash_e911
/account/E911
/account/caller_id/emergency
/e911_callerid
/emergency_caller_id
/pvt_e911
/servers/0//e911_info
/servers/0/DIDs/+14155550101/cnam/dash_e911
/servers/0/DIDs/+14155550101/default_emergency_number
/servers/0/Emergency_Address
/servers/0/auth/e911
/servers/0/cfg/e-911-provider
/servers/0/emergencyCallerId
/servers/0/location/0/e_911
/servers/0/options/e911_enabled
/servers/0/options/e911_info
/servers/0/options/emergency_caller_id/e911_address
/servers/0/options/vitelity_e911"

# --- Where it stands one level off nobody is told that there is none; servers
# that have nothing are.
make <<'PY'
del doc["account"]["emergency_caller_id"]
doc["servers"] += [json.loads(json.dumps(server)) for _ in range(3)]
server["emergency_caller_id"] = dict(ID)
doc["servers"][1]["auth"]["auth_user"] = "b"
doc["servers"][2]["auth"]["auth_user"] = "c"
doc["servers"][2][""] = {"emergency_caller_id": dict(ID)}
doc["servers"][3]["auth"]["auth_user"] = "d"
doc["servers"][3]["options"]["emergency_caller_id"] = dict(ID)
PY
expect_equal "$(pointers TL0253)" "/servers/1"
expect_equal "$(pointers TL0218)" "/servers/0/emergency_caller_id
/servers/2//emergency_caller_id"
make <<'PY'
del doc["account"]["emergency_caller_id"]
doc["emergency_caller_id"] = dict(ID)
doc["servers"] = {"0": server}
PY
expect_equal "$(pointers TL0253)" ""
make <<'PY'
del doc["account"]["emergency_caller_id"]
options["emergency_caller_id"] = {"cid_number": ""}
doc["servers"] = {"0": server, "1": {"auth": {"auth_user": "b"}}}
PY
expect_equal "$(pointers TL0253)" "/servers/1"

# --- As people have it.
shapes=${TRUNKLIFT_SHARED:-$TRUNKLIFT_SOURCE/../shared}/cases/reported
if [[ ! -d $shapes ]]; then
  echo "there is no $shapes (TRUNKLIFT_SHARED says where to look)"
  finish
fi
shape() { cat "$shapes/$1"-* >dump.ndjson; }
shape r23
expect_equal "$(pointers TL0218)" /servers/0/e911_info
expect_equal "$(pointers TL0253)" ""
finish
