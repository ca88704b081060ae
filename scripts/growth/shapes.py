"""Inputs that grow in one dimension, each made for any n.

A shape is a function that takes n and yields the lines of a dump. It is written
with `@shape(n, commands)`: n is where the long measurement starts (it ends at
8n), and `commands` are the commands of commands.py that the shape is for.
"""
import collections
import json

Shape = collections.namedtuple("Shape", "name make start commands")
SHAPES = []
ALL = ("check", "jsonl", "sarif", "migrate", "fix", "diff-of-fix", "scan")
ONE = ("check", "jsonl", "migrate", "fix", "diff-of-fix")
MANY = ("check", "jsonl", "migrate", "scan")

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


# One document with n of something.

@shape(2500)
def servers(n):
    yield document([server(i) for i in range(n)])


@shape(2500)
def servers_by_address_and_by_user(n):
    yield document([
        server(i) if i % 2 else server(i, auth={
            "auth_method": "ip", "ip": f"10.{i >> 16 & 255}.{i >> 8 & 255}.9"})
        for i in range(n)])


@shape(2500)
def servers_with_one_user(n):
    yield document([server(i, auth={"auth_method": "password",
                                    "auth_user": "same",
                                    "auth_password": "pass-word"})
                    for i in range(n)])


@shape(2500)
def servers_with_one_address(n):
    yield document([server(i, auth={"auth_method": "ip", "ip": "198.51.100.7"})
                    for i in range(n)])


@shape(2500)
def servers_without_auth(n):
    yield document([{"server_name": f"s{i}", "DIDs": {number(i): {}}}
                    for i in range(n)])


@shape(40000)
def servers_null(n):
    yield document([None] * n)


@shape(20000)
def servers_empty(n):
    yield document([{} for _ in range(n)])


@shape(2500)
def servers_as_object(n):
    yield document({str(i): server(i) for i in reversed(range(n))})


@shape(10000)
def numbers_of_a_server(n):
    yield document([server(0, DIDs=dids(n))])


@shape(10000)
def numbers_as_list(n):
    yield document([server(0, DIDs=[number(i) for i in range(n)])])


@shape(10000)
def numbers_without_plus(n):
    yield document([server(0, DIDs={number(i)[1:]: {} for i in range(n)})])


@shape(5000)
def numbers_claimed_by_two_servers(n):
    yield document([server(0, DIDs=dids(n)), server(1, DIDs=dids(n))])


@shape(3000)
def servers_that_claim_one_number(n):
    yield document([server(i, DIDs={"+14155550100": {}}) for i in range(n)])


@shape(5000)
def numbers_with_failover_and_caller_id(n):
    yield document([server(0, DIDs=dids(n, {
        "failover": {"e164": "+14155550199"},
        "caller_id": {"cid_name": "A", "cid_number": "+14155550100"}}))])


@shape(5000)
def numbers_with_faults(n):
    yield document([server(0, DIDs=dids(n, {
        "failover": {"e164": "nobody", "sip": 5}, "options": 7,
        "caller_id": 5, "force_outbound": "maybe"}))])


@shape(20000)
def unknown_keys(n):
    yield document([server(0)], **{f"key{i}": i for i in range(n)})


@shape(20000)
def unknown_keys_of_a_server(n):
    yield document([server(0, **{f"key{i}": i for i in range(n)})])


@shape(20000)
def keys_twice(n):
    text = document([server(0)])
    yield text[:-1] + "," + ",".join(['"twice":1'] * n) + "}"


@shape(20000)
def private_keys(n):
    yield document([server(0)], **{f"pvt_key{i}": i for i in range(n)})


@shape(5000)
def headers(n):
    yield document([server(0, options={
        "enabled": True,
        "sip_headers": [{f"X-Header-{i}": "v"} for i in range(n)]})])


@shape(10000)
def headers_as_object(n):
    yield document([server(0, options={
        "enabled": True,
        "sip_headers": {f"X-Header-{i}": "v" for i in range(n)}})])


@shape(10000)
def flags(n):
    yield document([server(0, options={
        "enabled": True, "flags": [f"flag{i % (n // 2 + 1)}"
                                   for i in range(n)]})])


@shape(20000)
def flags_as_text(n):
    yield document([server(0, options={
        "enabled": True, "flags": ",".join(f"flag{i}" for i in range(n))})])


@shape(20000)
def codecs(n):
    yield document([server(0, options={
        "enabled": True, "codecs": [("PCMU", "PCMA", 5, "x")[i % 4]
                                    for i in range(n)]})])


@shape(10000)
def users_permitted(n):
    yield document([server(0, permissions={
        "users": [f"user{i}" for i in range(n)]},
        monitor={"monitor_enabled": True})])


@shape(2500)
def violations(n):
    yield document([server(i, options={
        "enabled": "maybe", "inbound_format": 5, "media_handling": []})
        for i in range(n)])


@shape(2500)
def changes(n):
    yield document([server(i, options={
        "enabled": "true", "inbound_format": "E.164", "port": "5060"},
        DIDs={number(i)[1:]: {"failover": False, "cnam": False}}, **{"": 0})
        for i in range(n)])


@shape(2500)
def emergency_data(n):
    yield document([server(i, e911_callerid={"cid_name": "a"}, options={
        "e911_info": {"street": "s"}}) for i in range(n)])


@shape(2500)
def settings_beside_options(n):
    yield document([server(i, failover={"e164": "+14155550199"}, timeout=5,
                           caller_id={"cid_name": "a"}, flags=["x"])
                    for i in range(n)])


@shape(20000)
def unassigned_numbers(n):
    yield document([server(0)], DIDs_Unassigned=dids(n))


@shape(20000)
def objects_in_one_document(n):
    yield document([server(0)], extra=[{} for _ in range(n)])


@shape(20000)
def members_in_reverse(n):
    """Two places that are compared, with their members in other orders."""
    forward = {f"k{i}": 1 for i in range(n)}
    backward = {f"k{i}": 1 for i in reversed(range(n))}
    yield document([server(0, auth={"auth_method": "ip", "ip": forward},
                           options={"ip": backward})])


@shape(200000)
def long_text(n):
    yield document([server(0, server_name="n" * n)])


@shape(200000)
def long_text_to_escape(n):
    yield document([server(0, server_name="\u202e\x01" * (n // 2))])


@shape(200000)
def long_user(n):
    yield document([server(0, auth={"auth_method": "password",
                                    "auth_user": "U" * n,
                                    "auth_password": "secret-word"})])


@shape(200000)
def long_number(n):
    yield document([server(0, DIDs={"+1" + "5" * n: {}})])


@shape(200000)
def long_text_as_number(n):
    yield document([server(0)]).replace('"trunks": 2', '"trunks": 1' + "0" * n)


@shape(200000)
def long_failover(n):
    yield document([server(0, options={"failover": {
        "sip": "sip:" + "a.b@c" * (n // 5)}})])


@shape(2000)
def long_id_with_findings(n):
    yield document([server(i, auth={"auth_method": "ip", "ip": "10.1.1.1"},
                           options={"enabled": "maybe"}) for i in range(200)],
                   name="i" * (n * 20))


@shape(400)
def long_key_above_findings(n):
    yield document([server(0)], **{"k" * (n * 20): {
        f"e911_{i}": "x" for i in range(n)}})


@shape(100)
def deep(n):
    yield document([server(0)], extra=json.loads("[" * n + "]" * n))


@shape(40)
def long_keys_deep(n):
    """A pointer of n long keys, with a finding at each level."""
    inner = 1
    for i in range(n):
        inner = {"k" * 500 + str(i): inner, "e911_info": {"a": "b"}}
    yield document([server(0)], extra=inner)


# n documents.

@shape(2500, MANY)
def documents(n):
    for i in range(n):
        yield document([server(0, DIDs={number(i): {}})], account_id(i))


@shape(2500, MANY)
def documents_of_an_account(n):
    for i in range(n):
        yield document([server(i, DIDs={number(i): {}})], name=f"d{i}")


@shape(2500, MANY)
def accounts_that_claim_one_number(n):
    for i in range(n):
        yield document([server(0, DIDs={"+14155550100": {}})], account_id(i))


@shape(2500, MANY)
def documents_that_claim_one_number(n):
    for i in range(n):
        yield document([server(i, DIDs={"+14155550100": {}})], name=f"d{i}")


@shape(5000, MANY)
def versions_of_a_document(n):
    for i in range(n):
        yield document([server(0)], rev=f"{i * 7919 % n + 1}-a")


@shape(5000, MANY)
def conflicts_of_a_document(n):
    for i in range(n):
        yield document([server(i)], rev=f"1-{i:08x}")


@shape(2500, MANY)
def users_in_many_documents(n):
    for i in range(n):
        yield document([server(0)], name=f"d{i}")


@shape(2500, MANY)
def addresses_in_many_accounts(n):
    for i in range(n):
        yield document([server(0, auth={"auth_method": "ip",
                                        "ip": "198.51.100.7"})], account_id(i))


def number_document(i, account, **more):
    return json.dumps({"_id": number(i), "pvt_type": "number",
                       "pvt_assigned_to": account, "pvt_state": "in_service",
                       "pvt_used_by": "trunkstore", **more})


@shape(2500, MANY)
def numbers_parked_and_claimed(n):
    """Parked in one account, claimed in others: one document each."""
    yield document([server(0)], DIDs_Unassigned=dids(n))
    for i in range(n):
        yield document([server(0, DIDs={number(i): {}})], account_id(i + 1))


@shape(2500, MANY)
def numbers_parked_and_claimed_at_once(n):
    yield document([server(0)], DIDs_Unassigned=dids(n))
    yield document([server(0, DIDs=dids(n))], account_id(1))


@shape(5000, MANY)
def number_documents(n):
    yield document([server(0, DIDs=dids(n))])
    for i in range(n):
        yield number_document(i, account_id(i % 7))


@shape(5000, MANY)
def documents_of_one_number(n):
    yield document([server(0, DIDs=dids(1))])
    for i in range(n):
        yield number_document(0, account_id(i), _rev=f"{i + 1}-a")


@shape(2500, MANY)
def failovers_in_a_chain(n):
    for i in range(n):
        yield document([server(i, DIDs={number(i): {
            "failover": {"e164": number(i + 1)}}})], name=f"d{i}")


@shape(2500, MANY)
def failovers_in_a_circle(n):
    for i in range(n):
        yield document([server(i, DIDs={number(i): {
            "failover": {"e164": number((i + 1) % n)}}})], name=f"d{i}")


@shape(2500, MANY)
def failovers_in_a_star(n):
    for i in range(n):
        yield document([server(i, DIDs={number(i): {
            "failover": {"e164": number(0)}}})], name=f"d{i}")


@shape(5000, MANY)
def limits_documents(n):
    for i in range(n):
        yield json.dumps({"_id": "limits", "pvt_type": "limits",
                          "_rev": f"{i + 1}-a", "pvt_account_id": ACCOUNT,
                          "twoway_trunks": i})
    yield document([server(0)])


@shape(5000, MANY)
def tombstones(n):
    for i in range(n):
        yield json.dumps({"_id": f"d{i}", "_rev": "2-b", "_deleted": True})
    yield document([server(0)])


@shape(200000, MANY + ("rejects",))
def lines_that_are_no_json(n):
    for _ in range(n):
        yield "}"
    yield document([server(0)])


@shape(100000, MANY)
def one_line_of_brackets(n):
    yield "[" * n
    yield document([server(0)])


@shape(100000, MANY)
def lines_that_open(n):
    for _ in range(n):
        yield '{"a":'
    yield document([server(0)])


@shape(20000, MANY)
def kinds_of_documents(n):
    for i in range(n):
        yield json.dumps({"_id": f"d{i}", "pvt_type": f"kind{i}"})
    yield document([server(0)])


@shape(4000, ("baseline", "write-baseline", "diff-reports", "suppressions"))
def findings_known(n):
    for i in range(n):
        yield document([server(0, options={"enabled": "maybe"})],
                       account_id(i))


@shape(2000, ("tiny-files", "tiny-tar", "tiny-zip"))
def inputs(n):
    for i in range(n):
        yield document([server(0, DIDs={number(i): {}})], account_id(i))


@shape(20000, ("pattern-honest", "pattern-quadratic", "pattern-exponential"))
def subject_of_a_pattern(n):
    yield json.dumps({"text": "a" * n})


@shape(10000, ("schema-violations",))
def violations_of_a_schema(n):
    yield json.dumps({"list": [1] * n})
