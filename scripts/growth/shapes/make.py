"""Inputs that grow in one dimension, each made for any n.

A shape is a function that takes n and yields the lines of a dump. It is written
with `@shape(n, commands)`: n is where the long measurement starts (it ends at
8n), and `commands` are the commands of commands.py that the shape is for.
"""
import collections
import json

Shape = collections.namedtuple("Shape", "name make start commands")
SHAPES = []
ONE = ("check", "jsonl", "migrate", "fix", "diff-of-fix", "rebuild",
       "postgresql", "route", "route-explained", "route-intended")
MANY = ("check", "jsonl", "migrate", "migrate-again", "scan", "rebuild",
        "postgresql", "postgresql-undo", "route", "route-intended")
CHANGED = ("migrate-changed", "migrate-dry", "prune", "postgresql-again",
           "postgresql-changed", "postgresql-prune", "postgresql-plan",
           "postgresql-apply", "postgresql-undo-changes")

ACCOUNT = "6f1d0c5be2a94f3c8a7b9d2e4c610a01"


def shape(start, commands=ONE):
    def add(make):
        SHAPES.append(Shape(make.__name__.replace("_", "-"), make, start,
                            commands))
        return make
    return add


def account_id(i):
    return f"{i:032x}"


def number(i):
    """A different NANP number for each i below 6,400,000."""
    return f"+1{200 + i // 8000000 % 800}{2000000 + i % 8000000}"


def server(i, **more):
    out = {"server_name": f"s{i}", "auth": {
        "auth_method": "password", "auth_user": f"user{i}",
        "auth_password": f"pass-word-{i}"},
        "options": {"enabled": True, "inbound_format": "npan"}, "DIDs": {}}
    out.update(more)
    return out


def document(servers, account=ACCOUNT, name="d", rev="1-a", **more):
    out = {"_id": name, "_rev": rev, "pvt_type": "sys_info",
           "pvt_account_id": account,
           "account": {"auth_realm": "a.example.com", "trunks": 2,
                       "inbound_trunks": 0, "credits": {"prepay": 0}},
           "servers": servers}
    out.update(more)
    return json.dumps(out)


def dids(n, value=None):
    return {number(i): value or {} for i in range(n)}
