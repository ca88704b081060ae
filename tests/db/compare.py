#!/usr/bin/env python3
"""Compares a SQLite target with a schema of PostgreSQL, value by value.

    compare.py SQLITE_DB SCHEMA
    compare.py --self-test

Tables, columns and keys are those of lib/model/modern.def, but for the table
run and the columns run_id; the database is that of PGHOST, PGDATABASE etc. What
is text in SQLite may have a type of its own in PostgreSQL, which decides how
values are compared (see READ). Prints the first 10 differences and exits with
1 if there are any, with 2 if it cannot compare. --self-test makes a schema of
its own in the database, and drops it.
"""
import csv
import io
import ipaddress
import itertools
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import uuid
from decimal import Decimal

MODEL = pathlib.Path(__file__).parents[2] / "lib/model/modern.def"
SHOWN = 10
# What holds SIP passwords, or may: values are not shown.
SECRET = {("device", "secret"), ("legacy_document", "changes"),
          ("unconverted_document", "document")}
# Stands for NULL in CSV: there is no such value, nor can anybody make it up.
NULL = uuid.uuid4().hex
TIME = re.compile(rb"(\d+-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)\+00")

csv.field_size_limit(sys.maxsize)
sys.setrecursionlimit(20_000)


class Failed(Exception):
    pass


ABSENT = object()  # in place of a value of JSON that is not there


class Table:
    def __init__(self, name, keys):
        self.name = name
        self.keys = int(keys)  # how many of the columns, from the first on
        self.columns = []
        self.types = {}  # of modern.def, by column


def modern_tables():
    tables = []
    for kind, name, second in re.findall(r"^(TABLE|COLUMN)\((\w+), (\w+),",
                                         MODEL.read_text(), re.M):
        if kind == "TABLE":
            tables.append(Table(name, second))
        elif name != "run_id":
            tables[-1].columns.append(name)
            tables[-1].types[name] = second
    return [table for table in tables if table.name != "run"]


# --- Values. From SQLite come None, int, float and, of text and blobs, bytes;
# from PostgreSQL None and bytes. Both become what can be compared with ==; a
# value that is no such thing stays bytes, and differs from one that is.
class Several(list):
    """What a JSON object has under one key, if there is more than one."""


def members(pairs):
    out = {}
    for key, value in pairs:
        if key not in out:
            out[key] = value
        elif isinstance(out[key], Several):
            out[key].append(value)
        else:
            out[key] = Several([out[key], value])
    return out


class Json:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return (isinstance(other, Json) and
                json_difference(self.value, other.value) is None)


def parsed(text, pairs_hook):
    def refuse(word):
        raise ValueError(f"JSON has no {word}")
    # Numbers of any size, exactly.
    return Json(json.loads(text.decode(), parse_int=Decimal,
                           parse_float=Decimal, parse_constant=refuse,
                           object_pairs_hook=pairs_hook))


def json_difference(one, two, pointer=""):
    """Pointer, value and value of the first difference, or None."""
    if type(one) is not type(two):
        return pointer, one, two
    if isinstance(one, dict):
        parts = [(key, one.get(key, ABSENT), two.get(key, ABSENT))
                 for key in sorted(one.keys() | two.keys())]
    elif isinstance(one, list):
        parts = [(index, *both) for index, both in enumerate(
            itertools.zip_longest(one, two, fillvalue=ABSENT))]
    else:
        return None if one == two else (pointer, one, two)
    for name, *both in parts:
        step = str(name).replace("~", "~0").replace("/", "~1")
        found = json_difference(*both, f"{pointer}/{step}")
        if found:
            return found
    return None


def keep(value):
    return value


def boolean(value):
    return {b"t": 1, b"f": 0}[value]


def number(value):
    return Decimal(value.decode())


def utc(value):
    return TIME.sub(rb"\1T\2Z", value)


def address(value):
    return ipaddress.ip_address(value.decode())


def json_value(value):
    return parsed(value, members)


def jsonb_value(value):
    return parsed(value, dict)  # the last of each key, as jsonb has it


# By the type of a column in PostgreSQL: how to export it, how to read what
# PostgreSQL exports, how to read what SQLite holds. All others are text.
READ = {
    "boolean": ("{}", boolean, keep),
    "smallint": ("{}", number, keep),
    "integer": ("{}", number, keep),
    "bigint": ("{}", number, keep),
    "numeric": ("{}", number, keep),
    "timestamp with time zone": ("{}", utc, keep),
    "inet": ("{}", address, address),
    "ARRAY": ("to_json({})", json_value, json_value),
    "json": ("{}", json_value, json_value),
    "jsonb": ("{}", jsonb_value, jsonb_value),
    "bytea": ("encode({}, 'hex')", lambda value: bytes.fromhex(value.decode()),
              keep),
}
TEXT = ("{}", keep, keep)
# A hash is hexadecimal text in SQLite, and may be its bytes in PostgreSQL.
READ_HASH = {
    "bytea": ("encode({}, 'hex')", keep, keep),
    "uuid": ("replace({}::text, '-', '')", keep, keep),
}


def reading(column, type_name):
    table = READ_HASH if column.endswith("_hash") else READ
    return table.get(type_name, TEXT)


def read(function, value):
    try:
        return function(value)
    except (ValueError, ArithmeticError, AttributeError, KeyError,
            TypeError, RecursionError):
        return value


def read_rows(rows, functions):
    changing = [(index, function) for index, function in enumerate(functions)
                if function is not keep]
    for row in rows:
        row = list(row)
        for index, function in changing:
            if row[index] is not None:
                row[index] = read(function, row[index])
        yield row


# --- Rows: lists of values, in the order of their keys.
def psql(sql):
    """The process; its output is closed by the caller."""
    environment = dict(os.environ, PGTZ="UTC", PGDATESTYLE="ISO",
                       PGCLIENTENCODING="UTF8")
    return subprocess.Popen(
        ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)


def rows_of_psql(select):
    process = psql(f"COPY ({select}) TO STDOUT (FORMAT csv, NULL '{NULL}')")
    # Nothing is said on standard error while rows come.
    with io.TextIOWrapper(process.stdout, "utf-8", "surrogateescape",
                          newline="") as text:
        for row in csv.reader(text):
            yield [None if value == NULL else
                   value.encode("utf-8", "surrogateescape") for value in row]
    problem = process.stderr.read().decode(errors="replace").strip()
    process.stderr.close()
    if process.wait():
        raise Failed(problem)


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def types_in(schema):
    """Of each table, its columns and their types."""
    types = {}
    for table, column, type_name in rows_of_psql(
            "SELECT table_name, column_name, data_type "
            "FROM information_schema.columns "
            f"WHERE table_schema = {quoted(schema)}"):
        types.setdefault(table.decode(), {})[column.decode()] = \
            type_name.decode()
    return types


def postgres_rows(table, columns, schema, types):
    readings = [reading(name, types[name]) for name in columns]
    exports = [reading[0].format(f'"{name}"')
               for name, reading in zip(columns, readings)]
    keys = ", ".join(f'({export})::text COLLATE "C"'
                     for export in exports[:table.keys])
    rows = rows_of_psql(f"SELECT {', '.join(exports)} "
                        f'FROM "{schema}"."{table.name}" ORDER BY {keys}')
    return read_rows(rows, [reading[1] for reading in readings])


def sqlite_rows(table, columns, database, types):
    rows = database.execute(
        f"SELECT {', '.join(columns)} FROM {table.name} "
        f"ORDER BY {', '.join(columns[:table.keys])}")
    return read_rows(rows, [reading(name, types[name])[2] for name in columns])


def paired(ones, twos, key):
    """Rows with the same key; None where one side has none."""
    one, two = next(ones, None), next(twos, None)
    while one or two:
        if two is None or (one and key(one) < key(two)):
            yield one, None
            one = next(ones, None)
        elif one is None or key(two) < key(one):
            yield None, two
            two = next(twos, None)
        else:
            yield one, two
            one, two = next(ones, None), next(twos, None)


# --- Differences, as lines of text.
def json_shown(value):
    if value is ABSENT:
        return "nothing"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, default=str, ensure_ascii=False)


def shown(value):
    if value is None:
        text = "NULL"
    elif isinstance(value, bytes):
        text = f'"{value.decode(errors="backslashreplace")}"'
    elif isinstance(value, Json):
        text = json_shown(value.value)
    else:
        text = str(value)
    return cut(text)


def cut(text):
    if len(text) > 160:
        text = f"{text[:160]}... ({len(text)} characters)"
    return text.encode(errors="backslashreplace").decode()


def told(table, column, one, two):
    """How two values differ."""
    at = ""
    if isinstance(one, Json) and isinstance(two, Json):
        pointer, *both = json_difference(one.value, two.value)
        at = f" at {pointer!r}"
        both = [cut(json_shown(value)) for value in both]
    else:
        both = [shown(one), shown(two)]
    if (table.name, column) in SECRET:
        return f"{column}{at}: differs, but is not shown: it is secret"
    return f"{column}{at}: SQLite has {both[0]}, PostgreSQL has {both[1]}"


def table_differences(table, database, schema, types):
    here = {row[0].decode() for row in database.execute(
        "SELECT name FROM pragma_table_info(?)", (table.name,))} - {"run_id"}
    there = types.keys() - {"run_id"}
    for column in sorted((here | there | {*table.columns}) - (here & there)):
        where = "SQLite" if column in there else "PostgreSQL"
        yield f"{table.name}: {where} has no column {column}"
    columns = [name for name in table.columns if name in here & there]
    if columns[:table.keys] != table.columns[:table.keys]:
        return

    def key(row):
        return row[:table.keys]

    for one, two in paired(sqlite_rows(table, columns, database, types),
                           postgres_rows(table, columns, schema, types), key):
        if one == two:
            continue
        name = f"{table.name} {', '.join(map(shown, key(one or two)))}"
        if one is None or two is None:
            yield f"{name}: only in {'PostgreSQL' if one is None else 'SQLite'}"
            continue
        for column, *both in zip(columns, one, two):
            if both[0] != both[1]:
                yield f"{name}: {told(table, column, *both)}"


def differences(path, schema, tables=None):
    types = types_in(schema)
    address_of_file = pathlib.Path(path).resolve().as_uri() + "?mode=ro"
    database = sqlite3.connect(address_of_file, uri=True)
    database.text_factory = bytes
    try:
        for table in tables or modern_tables():
            yield from table_differences(table, database, schema,
                                         types.get(table.name, {}))
    finally:
        database.close()


def main(arguments):
    try:
        if arguments == ["--self-test"]:
            import compare_self_test  # which imports this file
            found = compare_self_test.problems()
        elif len(arguments) == 2:
            found = differences(*arguments)
        else:
            print(__doc__, file=sys.stderr)
            return 2
        count = 0
        for count, line in enumerate(found, 1):
            if count <= SHOWN:
                print(line)
        if count > SHOWN:
            print(f"... and {count - SHOWN} more")
        return 1 if count else 0
    except (Failed, OSError, sqlite3.Error) as problem:
        print(f"compare.py: {problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
