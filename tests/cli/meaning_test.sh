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

# --- The text "undefined" counts as absent, wherever something is dialled, sent or
# registered by; words for nothing do where they can be nothing else.
make <<'PY'
doc["account"].update(auth_realm="undefined", trunks="undefined",
                      caller_id={"cid_name": "undefined", "cid_number": "undefined"},
                      failover={"e164": "undefined", "sip": "undefined"})
auth.update(ip="undefined", port="undefined", auth_password="undefined")
options.update(ip=" undefined:5070", port="undefined", timeout="undefined",
               hunt_account_id="undefined",
               emergency_caller_id={"cid_name": "Acme", "cid_number": "undefined"})
did.update(delay="undefined", failover={"e164": "", "sip": "undefined"},
           caller_id={"cid_name": "undefined", "cid_number": "+14155550101"})
server["DIDs"]["undefined"] = {"failover": {"e164": "+14155550199"}}
def by_address(user, method, host, **more):
    doc["servers"].append({
        "server_name": "undefined",
        "auth": {"auth_user": user, "auth_password": user, "ip": host,
                 "auth_method": method},
        "options": dict(more), "DIDs": {}})
by_address("undefined", "IP", "198.51.100.1")
by_address("undefined", "Password", "198.51.100.2")
by_address("undefined", "undefined", "198.51.100.3")
by_address("undefined", "password", "undefined", ip="198.51.100.4")
by_address("named", "password", "null")
by_address("null", "password", "None")
PY
run migrate dump.ndjson --to sqlite:undefined.db --rejects rejects.ndjson
expect_exit 0
expect_equal "$(query undefined.db "SELECT auth_method, username, secret, ip, host, port
    FROM device ORDER BY position")" \
  "password|acme_hq||||5070
ip|||198.51.100.1||
ip|||198.51.100.2||
ip|||198.51.100.3||
ip|||198.51.100.4||
password|named|named|||
password|null|null|||"
expect_equal "$(query undefined.db "SELECT realm, twoway_trunks, inbound_trunks,
    caller_id_number FROM account")" "||8|"
expect_equal "$(query undefined.db "SELECT number, failover_number, failover_sip, delay,
    caller_id_name, caller_id_number FROM phone_number")" \
  "+14155550101|||||+14155550101"
for table in account trunk device phone_number; do
  sqlite3 -readonly undefined.db "SELECT * FROM $table"
done >"$out"
expect_lacks "$out" undefined
run rebuild --from sqlite:undefined.db
expect_equal "$(python3 -c 'import json, sys
print(json.loads(open(sys.argv[1]).read()) == json.loads(open("dump.ndjson").read()))
' "$out")" True
expect_equal "$(pointers TL0139)" "/account/failover/sip
/servers/0/DIDs/+14155550101/failover/sip
/servers/0/auth/ip
/servers/0/auth/port
/servers/0/options/ip
/servers/0/options/port
/servers/4/auth/ip"
expect_equal "$(pointers TL0143)" "/servers/5/auth/ip
/servers/6/auth/ip"
expect_equal "$(pointers TL0267)" "/servers/6/auth/auth_password
/servers/6/auth/auth_user"

# Whole settings, and what is around the word.
make <<'PY'
for level in doc["account"], options, did:
    level.update({key: "undefined" for key in (
        "failover", "caller_id", "emergency_caller_id", "sip_headers", "flags",
        "dynamic_flags", "ignore_early_media")})
options["codecs"] = server["codecs"] = doc["callerid"] = "undefined"
server["DIDs"]["+14155550102"] = {"failover": {"sip": "sip:night@undefined:5060;lr"}}
auth.update(auth_method="ip", ip="undefined:undefined")
options["ip"] = "198.51.100.1"
doc["servers"].append({"server_name": "b", "DIDs": "undefined", "options": "undefined",
                       "auth": {"auth_method": "password", "auth_user": "undefined1",
                                "auth_password": "notundefined"}})
PY
run migrate dump.ndjson --to sqlite:whole.db
expect_exit 0
expect_equal "$(query whole.db "SELECT username, secret, ip, host, codecs, flags,
    failover_sip, caller_id_number FROM device ORDER BY position")" \
  "acme_hq|ch4nge-me-now|198.51.100.1|||||
undefined1|notundefined||||||"
expect_equal "$(query whole.db "SELECT number, failover_sip FROM phone_number ORDER BY 1")" \
  "+14155550101|
+14155550102|"

# Nor does it matter in documents of other kinds.
make <<'PY'
doc["account"].pop("caller_id")
doc["account"].pop("emergency_caller_id")
more.append({"_id": A, "_rev": "1-a", "pvt_type": "account", "pvt_account_id": A,
             "name": "undefined", "realm": "undefined",
             "caller_id": {"external": {"name": "Acme", "number": "undefined"},
                           "emergency": {"number": "None"}}})
for number, failover in [("+14155550101", {"e164": "undefined"}),
                         ("+14155550102", "undefined"),
                         ("+14155550103", {"e164": "", "sip": "none"}),
                         ("+14155550104", {"sip": "undefined",
                                           "e164": "+14155550199"})]:
    server["DIDs"][number] = {}
    more.append({"_id": number, "_rev": "1-a", "pvt_type": "number",
                 "pvt_assigned_to": A, "pvt_used_by": "trunkstore",
                 "pvt_state": "in_service", "failover": failover})
PY
expect_equal "$(pointers TL0023)" "/caller_id/external/number
/failover
/failover/e164
/failover/sip
/name
/realm"
expect_equal "$(pointers TL0311)" "/servers/0/DIDs/+14155550104"
run migrate dump.ndjson --to sqlite:context.db
expect_equal "$(query context.db "SELECT realm, name, caller_id_name, caller_id_number,
    emergency_caller_id_number FROM account")" "acme.sip.example.com||Acme||"
expect_equal "$(query context.db "SELECT number, number_failover_number,
    number_failover_sip FROM phone_number ORDER BY number")" \
  "+14155550101||
+14155550102||
+14155550103||
+14155550104|+14155550199|"

# --- Limits documents: the lower of the account's own limit and the private cap,
# cast as counts of trunk documents are.
limits() {  # members of the limits document: what is in force, and what is said
  make <<PY
more.append(dict({"_id": "limits", "_rev": "1-a", "pvt_type": "limits",
                  "pvt_account_id": A}, $1))
PY
  rm -f limits.db
  run migrate dump.ndjson --to sqlite:limits.db --report jsonl
  query limits.db "SELECT ifnull(twoway_trunks, '-') || ' ' || ifnull(inbound_trunks, '-')
    FROM account"
  grep -oE '"(TL0023|TL002[45])","slug":"[^"]*","severity":"[a-z]*","pointer":"[^"]*' "$out" |
    sed 's/","slug.*pointer":"/ /; s/"//' | LC_ALL=C sort
}
expect_equal "$(limits 'twoway_trunks=20, pvt_twoway_trunks=4')" "4 -"
expect_equal "$(limits 'twoway_trunks=3, pvt_twoway_trunks=4, inbound_trunks=0,
  pvt_inbound_trunks=9')" "3 0"
expect_equal "$(limits 'twoway_trunks=-1, pvt_twoway_trunks=4, inbound_trunks=5,
  pvt_inbound_trunks=-1')" "4 5"
expect_equal "$(limits 'twoway_trunks=-1, inbound_trunks=-1, pvt_inbound_trunks=-1')" "- -"
expect_equal "$(limits 'pvt_twoway_trunks=4')" "4 -"
expect_equal "$(limits 'twoway_trunks="20", pvt_twoway_trunks="4.6", inbound_trunks=2.5')" \
  "5 3
TL0024 /inbound_trunks
TL0024 /pvt_twoway_trunks
TL0024 /twoway_trunks"
expect_equal "$(limits 'twoway_trunks="many", pvt_twoway_trunks=4, inbound_trunks=-7,
  pvt_inbound_trunks="undefined"')" "4 -
TL0023 /pvt_inbound_trunks
TL0025 /inbound_trunks
TL0025 /twoway_trunks"

# --- Settings where nothing reads them are named and kept, whatever they are.
make <<'PY'
value = {"media_handling": "process", "timeout": "20", "delay": 3, "progress_timeout": 4,
         "ignore_early_media": "true", "failover": {"e164": "+14155550199"},
         "sip_headers": [{"X-A": "1"}], "caller_id": dict(ID), "flags": ["a"],
         "dynamic_flags": ["zone"], "codecs": ["PCMU"], "inbound_format": "e164",
         "enabled": False, "ip": "198.51.100.1", "port": 5070, "auth_realm": "a.example.com",
         "hunt_account_id": A, "hunt_non_reconcilable": True, "auth_user": "b",
         "auth_password": "secret-b", "call_restriction": {"x": {"action": "deny"}},
         "trunks": 3, "inbound_trunks": 3, "options": {"enabled": True},
         "auth": {"auth_user": "c"}, "DIDs": {"+14155550102": {}}, "servers": [{}]}
for level in doc, doc["account"], server, auth, options, did:
    for name in value:
        level.setdefault(name, value[name])
PY
expect_equal "$(pointers TL0268 | sed -E 's,(.*)/,\1|,' | awk -F'|' '
    { at[$1] = at[$1] " " $2 } END { for (p in at) print p ":" at[p] }' | LC_ALL=C sort)" \
  "/account: DIDs auth auth_password auth_user call_restriction codecs enabled hunt_account_id hunt_non_reconcilable inbound_format ip options port servers
/servers/0/DIDs/+14155550101: DIDs auth auth_password auth_realm auth_user call_restriction codecs dynamic_flags enabled hunt_account_id hunt_non_reconcilable inbound_format inbound_trunks ip port servers trunks
/servers/0/auth: DIDs auth auth_realm call_restriction caller_id codecs delay dynamic_flags enabled failover flags hunt_account_id hunt_non_reconcilable ignore_early_media inbound_format inbound_trunks media_handling options progress_timeout servers sip_headers timeout trunks
/servers/0/options: DIDs auth auth_password auth_realm auth_user call_restriction inbound_trunks options servers trunks
/servers/0: auth_password auth_realm auth_user call_restriction caller_id delay dynamic_flags failover flags hunt_account_id hunt_non_reconcilable ignore_early_media inbound_trunks ip media_handling port progress_timeout servers sip_headers timeout trunks
: DIDs auth auth_password auth_realm auth_user caller_id codecs delay dynamic_flags enabled failover flags hunt_account_id hunt_non_reconcilable ignore_early_media inbound_format inbound_trunks ip media_handling options port progress_timeout sip_headers timeout"
make <<'PY'
# What is empty says nothing.
server.update(failover={}, codecs=[], caller_id=None, flags="", timeout=None)
auth.update(failover=False, auth_realm="")
PY
expect_equal "$(pointers TL0268)" ""
make <<'PY'
server["failover"] = {"e164": "+14155550199"}
auth["auth_realm"] = "pbx.example.com"
doc["media_handling"] = "process"
PY
run migrate dump.ndjson --to sqlite:misplaced.db
expect_equal "$(query misplaced.db "SELECT failover_number, media_handling, extra
    FROM device")" '|bypass|{"auth":{"auth_realm":"pbx.example.com"},"failover":{"e164":"+14155550199"}}'
expect_equal "$(query misplaced.db "SELECT realm, extra FROM trunk")" \
  'acme.sip.example.com|{"pvt_type":"sys_info","pvt_account_id":"0c5be26f1d2a94f3a7b9d2e4c610a018","media_handling":"process"}'

# --- An empty list where an object belongs is an empty object.
make <<'PY'
doc.update(call_restriction=[], callerid=[], DIDs_Unassigned=[], e911_callerid=[])
doc["account"].update(caller_id=[], emergency_caller_id=[], failover=[], credits=[])
server.update(cfg=[], monitor=[], permissions=[], callerid=[])
options.update(caller_id=[], emergency_caller_id=[], e911_info=[], failover=[],
               sip_headers=[], caller_id_options=[])
server["DIDs"] = {"+14155550101": [], "+14155550102": {
    "failover": [], "caller_id": [], "emergency_caller_id": [], "cnam": [],
    "dash_e911": [], "options": []}}
doc["servers"].append({"server_name": "Depot", "DIDs": [],
                       "auth": {"auth_method": "password", "auth_user": "depot",
                                "auth_password": "depot"}, "options": []})
doc["servers"].append({"server_name": "Hosted Platform", "not_editable": True,
                       "auth": [], "DIDs": [], "options": []})
PY
run migrate dump.ndjson --to sqlite:lists.db
expect_exit 0
expect_equal "$(query lists.db "SELECT username, enabled, invite_format, caller_id_number
    FROM device")" "acme_hq|1|e164|
depot|1|npan|"
expect_equal "$(query lists.db "SELECT number FROM phone_number")" "+14155550101
+14155550102"
run rebuild --from sqlite:lists.db
expect_equal "$(python3 -c 'import json, sys
print(json.loads(open(sys.argv[1]).read()) == json.loads(open("dump.ndjson").read()))
' "$out")" True
expect_equal "$(pointers TL0225)" "/servers/0
/servers/1"
expect_equal "$(pointers TL0226)" ""
make <<'PY'
doc["account"] = []
PY
expect_equal "$(pointers TL0142)" /account
expect_equal "$(pointers TL0202)" /account/auth_realm

# --- No false alarm: a number is a failover, whatever stands beside it.
make <<'PY'
options["failover"] = {"e164": "+14155550199", "sip": ""}
did["failover"] = {"e164": "", "sip": ""}
PY
expect_equal "$(pointers TL0220)" "/servers/0/DIDs/+14155550101/failover/e164
/servers/0/DIDs/+14155550101/failover/sip"

# --- The word true at a number: passed over, and named where there is nothing
# behind it.
make <<'PY'
address = {"street_address": "1 Main St"}
def number(name, document=None, **marks):
    server["DIDs"][name] = marks
    if document is not None:
        more.append(dict({"_id": name, "_rev": "1-a", "pvt_type": "number",
                          "pvt_assigned_to": A, "pvt_used_by": "trunkstore"}, **document))
del server["DIDs"]["+14155550101"]
number("+14155550101", {"failover": {"e164": "+14155550199"}, "dash_e911": address,
                        "cnam": {"display_name": "A"}},
       failover=True, dash_e911=True, cnam=True)
number("+14155550102", {}, failover=True, e911=True, cnam=True)
number("+14155550103", None, failover=True, e911="true")
number("+12125550104", None, failover=True, e911=True)
number("+14155550105", {"failover": {"e164": "undefined"}, "e911": {"street_address": ""}},
       failover=True, e911_info=True)
number("+14155550106", {"pvt_features": {"dash_e911": address}}, emergency=True)
number("+14155550107", {"e911": address, "pvt_used_by": "callflow"}, e911=True)
number("+14155550108", {}, failover=False, e911=False, cnam={})
doc["DIDs_Unassigned"] = {"+14155550109": {"dash_e911": True}, "+14155550110": {"e911": True}}
more.append({"_id": "+14155550110", "_rev": "1-a", "pvt_type": "number",
             "pvt_assigned_to": A, "e911": address})
PY
for threads in 1 2; do
  expect_equal "$(pointers TL0317)" "/servers/0/DIDs/+14155550102
/servers/0/DIDs/+14155550102
/servers/0/DIDs/+14155550103
/servers/0/DIDs/+14155550105"
  expect_equal "$(pointers TL0316)" "/DIDs_Unassigned/+14155550109
/servers/0/DIDs/+12125550104
/servers/0/DIDs/+14155550102
/servers/0/DIDs/+14155550103
/servers/0/DIDs/+14155550105"
  expect_equal "$(pointers TL0218)" ""
  tac dump.ndjson >reversed && mv reversed dump.ndjson
done
run migrate dump.ndjson --to sqlite:marks.db
expect_equal "$(query marks.db "SELECT number, failover_number IS NULL,
    number_failover_number FROM phone_number WHERE number < '+14155550103' ORDER BY number")" \
  "+12125550104|1|
+14155550101|1|+14155550199
+14155550102|1|"
make <<'PY'
doc["account"]["failover"] = True
options["failover"] = ["+14155550199"]
PY
expect_equal "$(pointers TL0135)" "/account/failover
/servers/0/options/failover"

# --- Numbers without plus, on a platform whose own documents of numbers have none:
# nobody is told that no call matched them.
make <<'PY'
server["DIDs"] = {"4155550101": {}, "4155550102": {}}
more.append({"_id": "4155550101", "_rev": "1-a", "pvt_type": "number",
             "pvt_assigned_to": A, "pvt_used_by": "trunkstore"})
PY
expect_equal "$(found TL0130 | LC_ALL=C sort)" \
  "/servers/0/DIDs/4155550101: without its plus; became +14155550101
/servers/0/DIDs/4155550102: without its plus; became +14155550102"
expect_equal "$(pointers TL0318)" /servers/0/DIDs/+14155550101
expect_equal "$(found "above info")" ""
expect_equal "$(pointers TL0319)" ""
make <<'PY'
server["DIDs"] = {"4155550101": {}, "+14155550102": {}}
more.append({"_id": "+14155550101", "_rev": "1-a", "pvt_type": "number",
             "pvt_assigned_to": A, "pvt_used_by": "trunkstore"})
PY
expect_equal "$(found "above info")" "warning TL0319 /servers/0/DIDs/+14155550101"

# An account of that name is none: the database tells.
make <<'PY'
doc["pvt_account_id"] = "undefined"
doc["pvt_account_db"] = "account%2F0c%2F5b%2Fe26f1d2a94f3a7b9d2e4c610a018"
PY
expect_equal "$(found TL0022)" "/pvt_account_id: expected an account id; taken from pvt_account_db"
expect_equal "$(pointers TL0011)" ""

# --- What the API gives out has no private members: that says nothing of views.
make <<'PY'
for key in [k for k in doc if k.startswith(("_", "pvt_"))]:
    del doc[key]
doc["id"] = "c1f0a2d4e6b8493aa1b2c3d4e5f60718"
PY
run check --isolated --account 0c5be26f1d2a94f3a7b9d2e4c610a018 --report concise dump.ndjson
expect_lacks "$out" TL0008
make <<'PY'
del doc["pvt_type"]
PY
expect_equal "$(pointers TL0008)" /pvt_type

# --- What calls never find, or die of.
make <<'PY'
def named(user):
    doc["servers"].append({"server_name": "x", "options": {}, "DIDs": {},
                           "auth": {"auth_method": "password", "auth_user": user,
                                    "auth_password": "secret"}})
for user in "jos\u00e9", "\u0391\u03b8\u03ae\u03bd\u03b1", "\u041c\u043e\u0441\u043a\u0432\u0430", "\u96fb\u8a71", "\u05d0\u05d1", "\U0001f4de":
    named(user)
options["flags"] = [None, True]
doc["account"]["flags"] = [False, "a"]
doc["servers"][1]["options"]["flags"] = []
for number in "+411", "411", "1001", "+4114", "41141":
    server["DIDs"][number] = {}
PY
expect_equal "$(pointers TL0269)" "/servers/1/auth/auth_user
/servers/2/auth/auth_user
/servers/3/auth/auth_user"
expect_equal "$(pointers TL0270)" /servers/0/options/flags
expect_equal "$(pointers TL0276)" "/servers/0/DIDs/+411
/servers/0/DIDs/1001
/servers/0/DIDs/411"
expect_equal "$(pointers TL0212)" /servers/0/DIDs/41141

# --- As people have it.
shapes=$TRUNKLIFT_SOURCE/fixtures/platform/reported
shape() { cat "$shapes/$1"-* >dump.ndjson; }
shape r23
expect_equal "$(pointers TL0218)" /servers/0/e911_info
expect_equal "$(pointers TL0253)" ""
shape r09
rm -f shape.db
run migrate dump.ndjson --to sqlite:shape.db
expect_equal "$(query shape.db "SELECT username, secret, ip, host FROM device
    ORDER BY position")" "vostok_main|Tr4nspond||
||198.51.100.77|
||198.51.100.78|"
expect_equal "$(pointers TL0140)" "/servers/1/auth/auth_password
/servers/1/auth/auth_user
/servers/2/auth/auth_password
/servers/2/auth/auth_user"
shape r18
expect_equal "$(found "above info")" ""
shape r14
expect_equal "$(found TL0303 | LC_ALL=C sort)" "/account/inbound_trunks: it has 10, in force are 2
/account/trunks: it has 20, in force are 4"
rm -f shape.db
run migrate dump.ndjson --to sqlite:shape.db
expect_equal "$(query shape.db "SELECT twoway_trunks, inbound_trunks FROM account")" "4|2
|3"
shape r12
expect_equal "$(pointers TL0268)" "/servers/0/auth/auth_realm
/servers/0/failover"
expect_equal "$(pointers TL0259)" /servers/0/codecs
rm -f shape.db
run migrate dump.ndjson --to sqlite:shape.db
expect_equal "$(query shape.db "SELECT failover_number, codecs, extra FROM device")" \
  '|["PCMU","G729"]|{"server_type":"Asterisk","auth":{"auth_realm":"pbx.delta.example.com"},"failover":{"e164":"+16025550177"},"codecs":["PCMU","G729"],"options":{"international":true}}'
shape r05
expect_equal "$(found "above info" | grep -v TL0001)" "warning TL0316 /servers/0/DIDs/+12065550162
warning TL0316 /DIDs_Unassigned/+12065550163"
expect_equal "$(found TL0317)" "/servers/0/DIDs/+12065550162: marked as having a failover, and has no document of its own"
rm -f shape.db
run migrate dump.ndjson --to sqlite:shape.db
expect_equal "$(query shape.db "SELECT number, failover_number, number_failover_number
    FROM phone_number")" "+12065550161||+12065550190
+12065550162||"
python3 -c 'import json, sys
for document in json.load(sys.stdin)["docs"]:
    print(json.dumps(document))' <"$shapes"/r19-* >dump.ndjson
expect_equal "$(found "above info" | grep -vE 'TL0001|TL0142')" \
  "warning TL0225 /servers/0"
rm -f shape.db
run migrate dump.ndjson --to sqlite:shape.db
expect_exit 0
expect_equal "$(query shape.db "SELECT username, secret, media_handling, sip_headers
    FROM device")" "brook|tr0utstream|process|[]"
expect_equal "$(query shape.db "SELECT number FROM phone_number ORDER BY 1")" \
  "+18015550161
+18015550162"
finish
