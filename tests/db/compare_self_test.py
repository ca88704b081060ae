"""What compare.py --self-test does: it finds what differs, and nothing else."""
import contextlib
import itertools
import json
import os
import sqlite3
import subprocess
import tempfile

import compare

SCHEMA = "compare_self_test"

TABLES = ["account", "trunk", "device", "phone_number", "legacy_document",
          "unconverted_document", "legacy_account", "legacy_limits",
          "legacy_number", "vanished_document"]

TRUNK = "6f1c0f70-8e0a-5c7e-9c55-0d7a3e2b4f01"
HASH = "00112233445566778899aabbccddeeff"
ODD = "quotes \" ' , \\N NULL\r\nnew line\n\n\\.\ncaf\u00e9 \U0001f600"
# As SQLite has them. Columns that are not named are NULL.
ROWS = [
    ("account", {"account_id": "a", "name": "", "twoway_trunks": 2}),
    # In the order of bytes, not in one of a language.
    ("account", {"account_id": "B"}),
    ("account", {"account_id": "\u00e9", "name": ODD}),
    ("trunk", {"account_id": "a", "id": TRUNK,
               "created": "2015-09-22T08:33:20Z",
               "extra": '{"b": 1.10, "a": [12345678901234567890123, 1e3, true],'
                        ' "c": {"x": "caf\\u00e9", "y": null}}'}),
    ("device", {"account_id": "a", "id": TRUNK, "enabled": True,
                "secret": "hush-hush", "ip": "2001:DB8:0::1", "port": 5060,
                "codecs": '["PCMU", "a \\"b\\", {c}", "NULL", ""]',
                "flags": "[]", "sip_headers": '[{"X-Site": "annex"}]'}),
    ("device", {"account_id": "b", "id": TRUNK, "enabled": False,
                "ip": "192.0.2.10", "caller_id_name": ""}),
    ("phone_number", {"account_id": "a", "id": TRUNK, "live": False}),
    ("legacy_document", {
        "account_id": "a", "document_id": "d", "content_hash": HASH,
        "changes": '[{"before": "hush-hush"}]'}),
    ("unconverted_document", {
        "account_id": "", "document_id": "", "content_hash": HASH,
        "document": ODD.encode()}),
    ("unconverted_document", {
        "account_id": "", "document_id": "", "content_hash": HASH[::-1],
        "document": b'{"not": "UTF-8: \xff"'}),
    ("legacy_number", {"account_id": "a", "number": "+1"}),
]

# Types in PostgreSQL, by those of modern.def or by column, in two ways.
RICH = {"text": "text", "integer": "integer", "boolean": "boolean",
        "time": "timestamptz", "json": "jsonb", "texts": "jsonb",
        "address": "text", "bytes": "text", "id": "uuid", "ip": "inet",
        "account_id": 'text COLLATE "und-x-icu"', "codecs": "text[]",
        "flags": "text[]", "content_hash": "bytea", "document": "bytea"}
PLAIN = {"text": "text", "texts": "json", "address": "text",
         "bytes": "text", "id": "text", "integer": "bigint", "boolean": "boolean",
         "time": "timestamptz", "json": "json", "content_hash": "uuid",
         "document": "bytea"}

# A change in PostgreSQL, and the lines that tell of it.
NAME = f'"a", "{TRUNK}"'
CASES = [
    ("account", "UPDATE account SET name = NULL WHERE account_id = 'a'",
     ['account "a": name: SQLite has "", PostgreSQL has NULL']),
    ("account", "UPDATE account SET name = '' WHERE account_id = 'B'",
     ['account "B": name: SQLite has NULL, PostgreSQL has ""']),
    ("account", "UPDATE account SET twoway_trunks = 3",
     ['account "B": twoway_trunks: SQLite has NULL, PostgreSQL has 3',
      'account "a": twoway_trunks: SQLite has 2, PostgreSQL has 3',
      'account "\u00e9": twoway_trunks: SQLite has NULL, PostgreSQL has 3']),
    ("account", "UPDATE account SET name = name || ' '"
     " WHERE account_id = 'a'",
     ['account "a": name: SQLite has "", PostgreSQL has " "']),
    ("account", "DELETE FROM account WHERE account_id = 'B'",
     ['account "B": only in SQLite']),
    ("account", "DELETE FROM account",
     [f'account "{id}": only in SQLite' for id in ("B", "a", "\u00e9")]),
    ("account", "INSERT INTO account VALUES ('b')",
     ['account "b": only in PostgreSQL']),
    ("account", "INSERT INTO account VALUES ('a', NULL, '', 2)",
     ['account "a": only in PostgreSQL']),  # twice
    ("account", "UPDATE account SET run_id = 'another'", []),
    ("account", "ALTER TABLE account DROP realm, ADD odd text",
     ["account: SQLite has no column odd",
      "account: PostgreSQL has no column realm"]),
    ("trunk", "UPDATE trunk SET created = created + interval '0.5 s'",
     [f'trunk {NAME}: created: SQLite has "2015-09-22T08:33:20Z", '
      'PostgreSQL has "2015-09-22T08:33:20.5Z"']),
    ("trunk", "UPDATE trunk SET extra = extra #- '{c,y}'",
     [f"trunk {NAME}: extra at '/c/y': SQLite has null, "
      "PostgreSQL has nothing"]),
    ("trunk", "UPDATE trunk SET extra = extra || '{\"a/b\": 0}'",
     [f"trunk {NAME}: extra at '/a~1b': SQLite has nothing, "
      "PostgreSQL has 0"]),
    ("trunk", "UPDATE trunk SET extra ="
     " jsonb_set(extra, '{a,0}', '12345678901234567890124')",
     [f"trunk {NAME}: extra at '/a/0': SQLite has 12345678901234567890123, "
      "PostgreSQL has 12345678901234567890124"]),
    ("trunk", "UPDATE trunk SET extra = jsonb_set(extra, '{a,2}', '1')",
     [f"trunk {NAME}: extra at '/a/2': SQLite has true, PostgreSQL has 1"]),
    ("trunk", "UPDATE trunk SET extra = 'null'",
     [f"trunk {NAME}: extra at '': SQLite has "
      '{"b": "1.10", "a": ["12345678901234567890123", "1E+3", true], '
      '"c": {"x": "caf\u00e9", "y": null}}, PostgreSQL has null']),
    ("trunk", "ALTER TABLE trunk ALTER extra TYPE json USING"
     " replace(extra::text, '{\"x\"', '{\"x\": 0, \"x\"')::json",
     [f"trunk {NAME}: extra at '/c/x': SQLite has \"caf\u00e9\", "
      'PostgreSQL has ["0", "caf\u00e9"]']),
    ("device", "UPDATE device SET enabled = true",
     [f'device "b", "{TRUNK}": enabled: SQLite has 0, PostgreSQL has 1']),
    ("device", "UPDATE device SET secret = 'shout' WHERE account_id = 'a'",
     [f"device {NAME}: secret: differs, but is not shown: it is secret"]),
    ("device", "UPDATE device SET ip = '2001:db8::2' WHERE account_id = 'a'",
     [f"device {NAME}: ip: SQLite has 2001:db8::1, "
      "PostgreSQL has 2001:db8::2"]),
    ("device", "UPDATE device SET codecs[3] = NULL WHERE account_id = 'a'",
     [f"device {NAME}: codecs at '/2': SQLite has \"NULL\", "
      "PostgreSQL has null"]),
    ("device", "UPDATE device SET flags = ARRAY['']",
     [f"device {NAME}: flags at '/0': SQLite has nothing, PostgreSQL has \"\"",
      f'device "b", "{TRUNK}": flags: SQLite has NULL, PostgreSQL has [""]']),
    ("device", "UPDATE device SET flags = NULL",
     [f"device {NAME}: flags: SQLite has [], PostgreSQL has NULL"]),
    ("legacy_document", "UPDATE legacy_document SET changes = '[{}]'",
     [f"legacy_document \"a\", \"d\": changes at '/0/before': "
      "differs, but is not shown: it is secret"]),
    ("unconverted_document",
     "UPDATE unconverted_document SET document = document || '\\x20'::bytea",
     [f'unconverted_document "", "", "{key}": document: '
      "differs, but is not shown: it is secret" for key in (HASH, HASH[::-1])]),
    ("unconverted_document", "UPDATE unconverted_document SET content_hash ="
     " set_byte(content_hash, 0, 1)",
     [f'unconverted_document "", "", "{HASH}": only in SQLite',
      f'unconverted_document "", "", "01{HASH[2:]}": only in PostgreSQL',
      f'unconverted_document "", "", "01{HASH[::-1][2:]}": only in PostgreSQL',
      f'unconverted_document "", "", "{HASH[::-1]}": only in SQLite']),
]


def execute(sql):
    subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"], check=True,
                   input=f"SET client_min_messages = warning;\n"
                   f"SET search_path = {SCHEMA};\n{sql};",
                   stdout=subprocess.DEVNULL, encoding="utf-8",
                   env={**os.environ, "PGCLIENTENCODING": "UTF8"})


def literal(value, type_name):
    if isinstance(value, (bool, int)):
        return str(value)
    if type_name == "text[]":
        texts = ", ".join(map(compare.quoted, json.loads(value)))
        return f"ARRAY[{texts}]::text[]"
    if type_name == "bytea":
        raw = value if isinstance(value, bytes) else bytes.fromhex(value)
        return f"'\\x{raw.hex()}'"
    return compare.quoted(value)


def make_sqlite(path, tables):
    with contextlib.closing(sqlite3.connect(path)) as database:
        for table in tables.values():
            database.execute(f"CREATE TABLE {table.name} "
                             f"({', '.join(table.columns)}, run_id)")
        for name, row in ROWS:
            # What stands in SQLite as text need not be UTF-8.
            marks = ["CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
                     for value in row.values()]
            database.execute(f"INSERT INTO {name}({', '.join(row)}, run_id) "
                             f"VALUES ({', '.join(marks)}, 'one')",
                             list(row.values()))
        database.commit()


def postgres_sql(table, types):
    """Makes the table anew."""
    type_of = {name: types.get(name, types[table.types[name]])
               for name in table.columns}
    columns = ", ".join(f"{name} {type_of[name]}" for name in table.columns)
    sql = [f"DROP TABLE IF EXISTS {table.name};",
           f"CREATE TABLE {table.name} ({columns}, run_id text);"]
    for name, row in ROWS:
        if name == table.name:
            values = ", ".join(literal(value, type_of[column])
                               for column, value in row.items())
            sql.append(f"INSERT INTO {name}({', '.join(row)}, run_id) "
                       f"VALUES ({values}, 'two');")
    return "\n".join(sql) + "\n"


def expect(path, wanted, what, tables=None):
    found = list(compare.differences(path, SCHEMA, tables))
    for line in wanted:
        if line not in found:
            yield f"{what}: not found: {line}"
    for line in found:
        if line not in wanted:
            yield f"{what}: found: {line}"


def rounds():
    """The cases, one of each table at a time."""
    by_table = ([case for case in CASES if case[0] == name] for name in TABLES)
    for cases in itertools.zip_longest(*by_table):
        yield [case for case in cases if case]


def problems():
    tables = {table.name: table for table in compare.modern_tables()}
    if sorted(tables) != sorted(TABLES):
        yield f"the tables are {', '.join(tables)}"
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/target.db"
        make_sqlite(path, tables)
        execute(f"CREATE SCHEMA {SCHEMA}")
        try:
            yield from expect(path, [f"{table.name}: PostgreSQL has no column "
                                     f"{column}" for table in tables.values()
                                     for column in table.columns], "no tables")
            for types in PLAIN, RICH:
                execute("\n".join(postgres_sql(table, types)
                                  for table in tables.values()))
                yield from expect(path, [], "the same rows")
            for cases in rounds():
                execute(";\n".join(postgres_sql(tables[name], RICH) + change
                                   for name, change, _ in cases))
                yield from expect(
                    path, [line for *_, wanted in cases for line in wanted],
                    "; ".join(change for _, change, _ in cases),
                    [tables[name] for name, *_ in cases])
        finally:
            execute(f"DROP SCHEMA {SCHEMA} CASCADE")
