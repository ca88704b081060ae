#!/usr/bin/env python3
"""Documents whose values mean harm, and what should be in the target.

    hostile_dump.py SAME NUL REFUSED EXPECTED

NUL has the documents with U+0000, which is U+FFFD in PostgreSQL; REFUSED those
that SQLite takes and PostgreSQL does not: ids that are too long for a key or
hold U+0000, numbers beyond numeric. Each text is in each field of a document of its own, and in all of them at once.
EXPECTED has a line for each text that has to arrive as it is: the document's
id, the field (a name that hostile_test.sh knows) and the text in hexadecimal.
U+0000 is U+FFFD there.
"""
import json
import sys

TEXTS = {
    "quotes": "'\"`''\"\"$$'; -- /* \\' */", "backslash": "\\", "null": "\\N",
    "end of copy": "\\.", "end of copy in a line": "a\n\\.\nb",
    "backslashes": "\\\\\\", "escapes": "\\b\\f\\n\\r\\t\\v\\x41\\101\\u0041",
    "tab": "a\tb\t", "newline": "\na\nb\n", "return": "a\r\nb\r",
    "controls": "".join(map(chr, range(1, 32))) + "\x7f\x80\x9f",
    "nul": "a\0b\0", "only nul": "\0", "nul and backslash": "\\\0\\\\0\\u0000",
    "empty": "", "blank": " ", "blanks": "  a  ", "word": "NULL",
    "sql": "'); DROP TABLE trunklift.trunk; --",
    "sql, in dollars": "$$; DELETE FROM trunklift.device; $$",
    "percent": "%s %n {} {0} :name $1 ?",
    "array": '{"a",NULL,\\"b}', "braces": "{}", "json": '{"a":"\\u0000"}',
    "row": '(,"a")', "35 of 4 bytes": "\U0001F4DE" * 35,
    "highest": "\U0010FFFF\uFFFF\uFDD0\uFEFF", "combining": "e\u0301\u0308",
    "right to left": "\u202Eabc\u202C\u200F", "separators": "a\u2028b\u2029c\u0085",
    "surrogate pair": "\U00010000\U0001F600", "replacement": "\uFFFD",
    "large": "x\\'\"\t\n\u20AC\U0001F600" * 70000,
}


def base(name):
    return {"_id": name, "_rev": "1-a", "pvt_type": "sys_info",
            "pvt_account_id": "account", "account": {"trunks": 1},
            "servers": [{"server_name": "s", "DIDs": {"+12025550100": {}},
                         "auth": {"auth_method": "Password", "auth_user": "u",
                                  "auth_password": "p"}}]}


def at(*path):
    def put(document, text):
        for step in path[:-1]:
            if isinstance(document, dict):
                document = document.setdefault(step, {})
            else:
                document = document[step]
        document[path[-1]] = text
    return put


def flags(document, text):
    document["servers"][0]["options"] = {"flags": [text, "b", text]}


def key(document, text):
    document.setdefault("vendor", {}).update(
        {"v" + text: 1, "nested": [{text + "w": text}]})


def number(document, text):
    document["servers"][0]["DIDs"] = {text: {}}


def headers(document, text):
    document["servers"][0]["options"] = {"sip_headers": [{"X-" + text: text}]}


FIELDS = {
    "name": at("name"), "realm": at("account", "auth_realm"),
    "caller": at("account", "caller_id", "cid_name"),
    "caller number": at("account", "caller_id", "cid_number"),
    "server": at("servers", 0, "server_name"),
    "user": at("servers", 0, "auth", "auth_user"),
    "secret": at("servers", 0, "auth", "auth_password"),
    "address": at("servers", 0, "auth", "ip"),
    "failover": at("servers", 0, "options", "failover", "sip"),
    "media": at("servers", 0, "options", "media_handling"),
    "extra": at("vendor", "text"), "flags": flags, "key": key,
    "number": number, "headers": headers, "id": at("_id"),
    "account": at("pvt_account_id"), "revision": at("_rev"),
    "kind": at("pvt_type"),
}
EXACT = ("secret", "extra", "flags", "key")


def contexts(what, text):
    """Documents that speak of the account, its limits and a number."""
    common = {"_rev": "1-a", "pvt_account_id": f"context {what}"}
    yield common | {"_id": f"context {what}", "pvt_type": "account",
                    "name": text, "realm": text,
                    "caller_id": {"external": {"name": text, "number": text}}}
    yield common | {"_id": f"limits {what}", "pvt_type": "limits",
                    "vendor": text, "twoway_trunks": 3}
    yield {"_id": "+12025550100" + text, "_rev": "1-" + text,
           "pvt_type": "number", "pvt_assigned_to": f"context {what}",
           "used_by": text, "pvt_number_state": text,
           "failover": {"e164": text, "sip": text}}
    document = base(f"trunk, {what}")
    document["pvt_account_id"] = f"context {what}"
    yield document


def everything(document, text):
    for name in ("name", "secret", "extra", "flags", "key"):
        FIELDS[name](document, text)


NUMBERS = {
    "int4": 2147483648, "int8": 9223372036854775807,
    "beyond int8": 9223372036854775808, "beyond uint8": 18446744073709551616,
    "negative": -9223372036854775809, "long": "9" * 400, "minus zero": "-0",
    "fraction": "1.50", "exponent": "1e2", "double": "1e400", "tiny": "1e-400",
    "zero": 0, "long fraction": "0." + "1" * 300,
    "beyond numeric": "1e200000", "below numeric": "1e-200000",
}
NUMBER_FIELDS = {
    "trunks": '"account":{"trunks":@}', "created": '"pvt_created":@',
    "modified": '"pvt_modified":@', "extra": '"vendor":{"n":@}',
    "delay": '"servers":[{"auth":{"auth_user":"u"},"options":{"delay":@}}]',
    "port": '"servers":[{"auth":{"auth_user":"u","auth_method":"IP",'
            '"ip":"192.0.2.1","port":@}}]',
}
ADDRESSES = [
    "192.0.2.1", "192.0.2.1/24", "192.0.2.1/32", "192.0.2.01", "192.0.2",
    "3221225985", "0xC0000201", "::", "::1", "::ffff:192.0.2.1", "2001:DB8::1",
    "2001:db8:0:0:0:0:0:1", "fe80::1%eth0", "[2001:db8::1]", "2001:db8::1/64",
    "255.255.255.255", "0.0.0.0", "192.0.2.1:5060", "192.0.2.256", "1.2.3.4.5",
    "192.0.2.1 ", "host.example", "xn--bcher-kva.example", ":::", "1::2::3",
    "2001:db8::192.0.2.1", "00192.0.2.1", "192.0.2.1\n", "\uFF11.2.3.4",
]
# Escapes that json.dumps would not write.
ESCAPES = {
    "all": r"\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00\u007F\u0001",
    "lone high": r"a\ud800b", "lone low": r"a\udc00b", "reversed":
    r"\ude00\ud83d", "high at the end": r"a\ud83d", "two high": r"\ud83d\ud83d",
    "nul": r"a\u0000b", "nul, escaped": r"a\\u0000b", "both": r"\\\u0000\\",
    "upper": r"\uD83D\uDE00\u00E9", "many": r"\u0000" * 200,
}


def documents():
    """Texts of documents; of each, what is expected: field and text."""
    for what, text in TEXTS.items():
        for field, put in FIELDS.items():
            if what == "large" and field in ("id", "account", "number"):
                continue  # of keys, see below
            document = base(f"{what}, {field}")
            put(document, text)
            yield (json.dumps(document), document["_id"],
                   {field: text} if field in EXACT else {})
        if what != "large":
            for document in contexts(what, text):
                yield json.dumps(document), document["_id"], {}
        document = base(f"{what}, everywhere")
        everything(document, text)
        yield (json.dumps(document, ensure_ascii=False), document["_id"],
               {field: text for field in EXACT})
    for what, number_text in NUMBERS.items():
        for field, member in NUMBER_FIELDS.items():
            document = base(f"{what}, {field}")
            if field in ("trunks",):
                del document["account"]
            if "servers" in member:
                del document["servers"]
            yield (json.dumps(document)[:-1] + "," +
                   member.replace("@", str(number_text)) + "}",
                   document["_id"], {})
    for address in ADDRESSES:
        document = base(f"address {address}")
        document["servers"][0]["auth"] = {"auth_method": "IP", "ip": address}
        yield json.dumps(document), document["_id"], {}
    for what, escapes in ESCAPES.items():
        document = base(f"escapes, {what}")
        document["servers"][0]["auth"]["auth_password"] = "@"
        document["vendor"] = {"text": "@"}
        text = json.dumps(document).replace("@", escapes)
        value = json.loads(f'"{escapes}"')
        lone = any(0xD800 <= ord(c) < 0xE000 for c in value)
        yield text, document["_id"], {} if lone else {
            "secret": value, "extra": value}
    for length in (2000, 2480, 2510, 2700, 9000):
        for field in ("id", "account", "number"):
            document = base(f"long {field} {length}")
            # Nothing that could be compressed.
            text = "".join(chr(33 + (i * i * 7919 + i * length) % 89 % 57 + 32)
                           for i in range(length))
            FIELDS[field](document, text.replace('"', "_"))
            yield json.dumps(document), document["_id"], {}


def is_refused(text, name):
    document = json.loads(text)
    keys = [str(document.get(key, "")) for key in (
        "_id", "pvt_account_id", "pvt_assigned_to")]
    return (name in ("beyond numeric, created", "beyond numeric, modified",
                     "beyond numeric, extra", "below numeric, extra") or
            "\0" in "".join(keys) or len("".join(keys)) > 2500)


def main(same, nul, refused, expected):
    with open(same, "w", encoding="utf-8") as as_it_is, \
            open(nul, "w", encoding="utf-8") as replaced, \
            open(refused, "w", encoding="utf-8") as other, \
            open(expected, "w", encoding="utf-8") as wanted:
        for text, name, fields in documents():
            holds_nul = "\0" in json.dumps(json.loads(text)).replace(
                "\\\\", "").replace("\\u0000", "\0")
            out = other if is_refused(text, name) else \
                replaced if holds_nul else as_it_is
            out.write(text + "\n")
            for field, value in fields.items():
                data = value.replace("\0", "\uFFFD").encode().hex()
                wanted.write(f"{name}|{field}|{data}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
