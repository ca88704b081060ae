"""A peer of `migrate` to PostgreSQL, as somebody would write it in Python:
json, jsonschema, rows for trunk, device, phone_number and legacy_document, and
COPY by psycopg2. Documents that are not valid are left out. The keys come
after, and what depends on several documents.
Usage: python_load.py SCHEMA FILE AFTER
AFTER: JSON, lists of SQL, run one after the other.
"""
import datetime
import hashlib
import io
import ipaddress
import json
import os
import re
import sys
import uuid

import jsonschema
import psycopg2

DOCUMENTS = 4000  # a transaction
EPOCH = 62167219200  # 1970 in seconds of the Gregorian calendar
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "trunklift")
COLUMNS = {
    "trunk": "account_id,id,name,realm,twoway_trunks,inbound_trunks,"
             "caller_id_name,caller_id_number,emergency_caller_id_name,"
             "emergency_caller_id_number,legacy_document_id,legacy_revision,"
             "created,modified",
    "device": "account_id,id,trunk_id,position,name,enabled,auth_method,"
              "username,secret,ip,host,port,invite_format,media_handling,"
              "delay,timeout,progress_timeout,ignore_early_media,codecs,flags,"
              "dynamic_flags,sip_headers,caller_id_name,caller_id_number,"
              "emergency_caller_id_name,emergency_caller_id_number,"
              "failover_number,failover_sip",
    "phone_number": "account_id,id,number,trunk_id,device_id,live,claim_rank,"
                    "legacy_document_id,caller_id_name,caller_id_number,"
                    "failover_number,failover_sip,force_outbound,options",
    "legacy_document": "account_id,document_id,revision,content_hash,input,"
                       "byte_offset,line,outcome,run_id",
}
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def field(value):
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).translate(ESCAPES)


def line(*values):
    return "\t".join(map(field, values)) + "\n"


def array(values):
    if not isinstance(values, list):
        return None
    return "{" + ",".join('"' + re.sub(r'(["\\])', r"\\\1", str(value)) + '"'
                          for value in values) + "}"


def time(gregorian):
    if number(gregorian) is None:
        return None
    return datetime.datetime.fromtimestamp(
        gregorian - EPOCH, datetime.timezone.utc).isoformat()


def number(value):
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole else None


def e164(written):
    """With a plus, where it can be told."""
    if re.fullmatch(r"\d{10}", written, re.ASCII):
        return "+1" + written
    if re.fullmatch(r"\d{11,}", written, re.ASCII):
        return "+" + written
    return written


def is_address(host):
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_usable(document):
    """What a schema does not say, and the tables want."""
    account = document.get("account", {})
    for key in ("trunks", "inbound_trunks"):
        if (number(account.get(key)) or 0) < 0:
            return False
    for server in document.get("servers", []):
        auth = server.get("auth", {})
        port = auth.get("port", server.get("options", {}).get("port", 0))
        if "auth_method" not in auth or number(port) is None or not (
                0 <= port <= 65535):
            return False
    return (isinstance(document.get("pvt_account_id"), str) and
            isinstance(document.get("_id"), str) and
            document.get("pvt_deleted") is not True)


def endpoint(server):
    """What names the server, whatever its place in the list."""
    auth = server.get("auth", {})
    if auth.get("auth_method", "").lower() == "password":
        return "password:" + auth.get("auth_user", "").lower()
    host = auth.get("ip", server.get("options", {}).get("ip", ""))
    return f"address:{host} {auth.get('port', '')}"


def convert(document, text):
    account, name = document["pvt_account_id"], document["_id"]
    general = document.get("account", {})
    caller_id = general.get("caller_id", {})
    emergency_id = general.get("emergency_caller_id", {})
    trunk = uuid.uuid5(NAMESPACE, f"{account}\n{name}")
    text["trunk"].append(line(
        account, trunk, document.get("name"), general.get("auth_realm"),
        number(general.get("trunks")), number(general.get("inbound_trunks")),
        caller_id.get("cid_name"), caller_id.get("cid_number"),
        emergency_id.get("cid_name"), emergency_id.get("cid_number"), name,
        document.get("_rev"), time(document.get("pvt_created")),
        time(document.get("pvt_modified"))))
    seen = {}
    for position, server in enumerate(document.get("servers", [])):
        auth, options = server.get("auth", {}), server.get("options", {})
        host = auth.get("ip", options.get("ip"))
        numbers = server.get("DIDs", {})
        if not (auth.get("auth_user") or host or numbers):
            continue  # a placeholder
        its_name = endpoint(server)
        before = seen.get(its_name, 0)
        seen[its_name] = before + 1
        if before:
            its_name += f"\n{before}"
        device = uuid.uuid5(NAMESPACE, f"{account}\n{name}\n{its_name}")
        literal = host is not None and is_address(host)
        caller = options.get("caller_id", caller_id)
        emergency = options.get("emergency_caller_id", emergency_id)
        failover = options.get("failover", general.get("failover", {}))
        headers = options.get("sip_headers")
        text["device"].append(line(
            account, device, trunk, position,
            server.get("server_name") or auth.get("auth_user") or host or "",
            options.get("enabled", True), auth["auth_method"].lower(),
            auth.get("auth_user"), auth.get("auth_password"),
            host if literal else None, None if literal else host,
            number(auth.get("port", options.get("port"))) or None,
            options.get("inbound_format", "npan"),
            options.get("media_handling", "bypass"),
            number(options.get("delay")), number(options.get("timeout")),
            number(options.get("progress_timeout")),
            options.get("ignore_early_media"),
            array(options.get("codecs", server.get("codecs"))),
            array(options.get("flags")), array(options.get("dynamic_flags")),
            headers and json.dumps(headers), caller.get("cid_name"),
            caller.get("cid_number"), emergency.get("cid_name"),
            emergency.get("cid_number"), failover.get("e164"),
            failover.get("sip")))
        claimed = set()
        for written, did in numbers.items():
            dialled = e164(written)
            if dialled in claimed:
                continue
            claimed.add(dialled)
            callee, own = did.get("caller_id", {}), did.get("failover", {})
            text["phone_number"].append(line(
                account, uuid.uuid5(
                    NAMESPACE, f"{account}\n{name}\n{its_name}\n{dialled}"),
                dialled, trunk, device, True, position, name,
                callee.get("cid_name"), callee.get("cid_number"),
                own.get("e164"), own.get("sip"), did.get("force_outbound"),
                array(did.get("options"))))


def commit(connection, text):
    with connection, connection.cursor() as cursor:
        for table, lines in text.items():
            cursor.copy_expert(f"COPY {table}({COLUMNS[table]}) FROM STDIN",
                               io.StringIO("".join(lines)))
            lines.clear()


def main(schema, path, after):
    with open(schema, encoding="utf-8") as file:
        validator = jsonschema.Draft4Validator(json.load(file))
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    with connection, connection.cursor() as cursor:
        cursor.execute("SET search_path TO trunklift")
    run = uuid.uuid4()
    count = {"documents": 0, "invalid": 0}
    text = {table: [] for table in COLUMNS}
    offset = 0
    with open(path, "rb") as file:
        for written in file:
            at, offset = offset, offset + len(written)
            count["documents"] += 1
            document = json.loads(written)
            if not (validator.is_valid(document) and is_usable(document)):
                count["invalid"] += 1
                continue
            convert(document, text)
            text["legacy_document"].append(line(
                document["pvt_account_id"], document["_id"],
                document.get("_rev"), hashlib.md5(written).hexdigest(), path,
                at, count["documents"], "loaded", run))
            if len(text["legacy_document"]) == DOCUMENTS:
                commit(connection, text)
    commit(connection, text)
    with open(after, encoding="utf-8") as file:
        for stage in json.load(file):
            for sql in stage:
                with connection, connection.cursor() as cursor:
                    cursor.execute(sql)
    print(json.dumps(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
