# Documents that the server refuses: hundreds in one batch, by constraints and
# by triggers. The others are loaded; these are rejected with the server's
# reason, and no value of theirs is shown.
source "$(dirname "$0")/target.sh"
start_cluster

# Every third document breaks a rule of the server's: 120 that a constraint
# refuses, 120 of which a trigger says something.
python3 - <<'PY' >dump.ndjson
import json
for i in range(720):
    name = "narrow" if i % 6 == 1 else "forbidden" if i % 6 == 4 else "good"
    print(json.dumps({
        "_id": f"d{i:04}", "_rev": "1-a", "pvt_type": "sys_info",
        "pvt_account_id": f"account{i % 40}", "account": {"trunks": i % 7},
        "name": f"{name} {i}",
        "servers": [{"server_name": name, "DIDs": {f"+1202555{i:04}": {}},
                     "auth": {"auth_user": f"user{i}",
                              "auth_password": f"canary-{i}"}}]}))
PY
grep -n '"server_name": "good"' dump.ndjson | cut -d: -f1 >good
grep '"server_name": "good"' dump.ndjson >good.ndjson
refuse_some() {
  sql "ALTER TABLE trunklift.device ADD CONSTRAINT not_narrow
    CHECK (name <> 'narrow');
  CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN
    IF new.name = 'forbidden' AND new.id::text < '8' THEN
      RAISE EXCEPTION 'the password % is forbidden', new.secret;
    ELSIF new.name = 'forbidden' THEN
      RAISE EXCEPTION 'the password % is forbidden', new.secret
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN new;
  END \$\$;
  CREATE TRIGGER look BEFORE INSERT OR UPDATE ON trunklift.device
    FOR EACH ROW EXECUTE FUNCTION public.look()"
}
new_database good
to_postgres good.ndjson
documents() {
  sql "SELECT t.account_id, t.legacy_document_id, d.name, secret, number, live
    FROM trunklift.trunk t
    JOIN trunklift.device d USING (account_id)
    JOIN trunklift.phone_number p USING (account_id)
    WHERE d.trunk_id = t.id AND p.trunk_id = t.id
      AND t.account_id <> 'another' ORDER BY 1, 2"
}
documents >good.documents

expect_refused() {
  expect_exit 1
  expect_equal "$(outcome)" \
    "read 720 there 480 superseded 0 rejected 240 skipped 0"
  documents >now.documents
  expect_same_text now.documents good.documents
  expect_equal "$(sql "SELECT count(*), count(DISTINCT document_id)
    FROM trunklift.unconverted_document WHERE stage = 'load'
      AND account_id <> 'another'")" "240|240"
  # Bytes and reasons, in the order of the input.
  grep -v '^{"trunklift_reject"' now.rejects >bytes
  grep -v '"server_name": "good"' dump.ndjson >bytes.expected
  expect_same_text bytes bytes.expected
  expect_equal "$(grep -c 'violates check constraint' report)" 120
  expect_equal "$(grep -c 'a trigger raised an exception' report)" 120
  expect_contains report not_narrow
  cat "$out" "$err" report >everything
  sql "SELECT reasons FROM trunklift.unconverted_document" >>everything
  grep '^{"trunklift_reject"' now.rejects >>everything
  expect_lacks everything canary
}
load() {
  to_postgres --report jsonl=report --rejects now.rejects "$@" dump.ndjson
}
for connections in 1 3; do
  options=(--connections "$connections")
  new_database "direct $connections"
  run target init --to "$to"
  refuse_some
  load
  expect_refused
  expect_stderr_contains "loaded 480 "
  load
  expect_refused
  expect_stderr_contains "loaded 0 "
done
new_database merged
sed -n 3p dump.ndjson | sed 's/"account[0-9]*"/"another"/' >first.ndjson
to_postgres first.ndjson
refuse_some
load
expect_refused
run undo --to "$to" last
expect_exit 0
expect_equal "$(number_of trunk)" 1
# What is put right on the server, is loaded from the rejects.
grep '"server_name": "good"' dump.ndjson >dump.good
to_postgres dump.good
sql "ALTER TABLE trunklift.device DROP CONSTRAINT not_narrow;
  DROP TRIGGER look ON trunklift.device"
to_postgres now.rejects
expect_exit 0
expect_stderr_contains "loaded 240 "
expect_equal "$(number_of trunk)" 721

# --- The server refuses the one of two versions that does not count, or the
# other: then the older one stays. Each is in one bucket.
version() { sed -n 1p dump.ndjson |
  sed "s/1-a/$1/; s/\"server_name\": \"good\"/\"server_name\": \"$2\"/"; }
{ version 1-a narrow; version 2-a good; } >better.ndjson
{ version 1-a good; version 2-a narrow; } >worse.ndjson
for mode in direct merged; do
  for row in "better 0" "worse 1"; do
    new_database "$mode $row"
    run target init --to "$to"
    if [[ $mode == merged ]]; then to_postgres first.ndjson; fi
    refuse_some
    to_postgres --rejects now.rejects "${row% *}.ndjson"
    last="$mode, $row"
    expect_exit 1
    if [[ $row == better* ]]; then
      expect_equal "$(outcome)" \
        "read 2 there 1 superseded 0 rejected 1 skipped 0"
      expect_equal "$(grep -c '"1-a"' now.rejects)" 1
    else
      expect_equal "$(outcome)" \
        "read 2 there 0 superseded 1 rejected 1 skipped 0"
      expect_equal "$(grep -c '"2-a"' now.rejects)" 1
    fi
    expect_equal "$(sql "SELECT d.name FROM trunklift.device d
      JOIN trunklift.legacy_document USING (account_id)
      WHERE account_id <> 'another'")" good
  done
done

# --- The server does not even take what is rejected: that is said, and it is
# in the rejects file, once.
new_database "not kept"
run target init --to "$to"
sql "ALTER TABLE trunklift.unconverted_document ADD CONSTRAINT nothing
  CHECK (document = '') NOT VALID"
refuse_some
{ cat dump.ndjson; echo '{"_id":"x","pvt_type":"sys_info"'; } >more.ndjson
to_postgres --rejects now.rejects more.ndjson
expect_exit 1
expect_equal "$(outcome)" \
  "read 721 there 480 superseded 0 rejected 241 skipped 0"
expect_equal "$(grep -c '^{"trunklift_reject"' now.rejects)" 241
expect_equal "$(number_of unconverted_document)" 0

# --- Nothing but rejects, and nothing at all.
for row in "none.ndjson 3" "bad.ndjson 1"; do
  : >none.ndjson
  echo '{"a":nonsense}' >bad.ndjson
  new_database "$row"
  to_postgres "${row% *}"
  expect_exit "${row#* }"
  expect_equal "$(number_of trunk) $(number_of dropped_key)" "0 0"
  expect_equal "$(sql "SELECT status FROM trunklift.run")" complete
  to_sqlite same "${row% *}"
  expect_as_sqlite same
  to_postgres dump.ndjson
  expect_exit 0
  run undo --to "$to" last
  expect_exit 0
done

finish
