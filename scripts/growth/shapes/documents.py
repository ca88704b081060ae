"""n documents."""
import json

from .make import ACCOUNT, CHANGED, MANY, account_id, dids, document, number, server
from .make import shape


@shape(2500, MANY + CHANGED)
def documents(n):
    for i in range(n):
        yield document([server(0, DIDs={number(i): {}})], account_id(i))


@shape(2500, MANY + CHANGED)
def documents_of_an_account(n):
    for i in range(n):
        yield document([server(i, DIDs={number(i): {}})], name=f"d{i}")


@shape(2500, MANY + CHANGED)
def accounts_that_claim_one_number(n):
    for i in range(n):
        yield document([server(0, DIDs={"+14155550100": {}})], account_id(i))


@shape(2500, MANY + CHANGED)
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


@shape(5000, MANY + CHANGED)
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


@shape(5000, MANY + CHANGED)
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


@shape(20000, ("pattern-honest", "pattern-quadratic", "pattern-exponential"))
def subject_of_a_pattern(n):
    yield json.dumps({"text": "a" * n})


@shape(10000, ("schema-violations",))
def violations_of_a_schema(n):
    yield json.dumps({"list": [1] * n})


@shape(2500, MANY + CHANGED)
def accounts_with_documents(n):
    """Each has its own account and limits document."""
    for i in range(n):
        yield document([server(0)], account_id(i))
        yield json.dumps({"_id": account_id(i), "_rev": "1-a",
                          "pvt_type": "account", "realm": f"{i}.example.com",
                          "pvt_account_id": account_id(i)})
        yield json.dumps({"_id": "limits", "_rev": "1-a", "pvt_type": "limits",
                          "pvt_account_id": account_id(i),
                          "twoway_trunks": "5"})


@shape(5000, MANY)
def versions_of_an_account_document(n):
    for i in range(n):
        yield json.dumps({"_id": ACCOUNT, "_rev": f"{i + 1}-a",
                          "pvt_type": "account", "realm": f"{i}.example.com",
                          "pvt_account_id": ACCOUNT})
    yield document([server(0)])


@shape(2500, MANY)
def deleted_with_ancestors(n):
    for i in range(n):
        yield document([server(0)], rev=f"{i + 1}-{i:08x}", _deleted=True,
                       _revisions={"start": i + 1, "ids": [
                           f"{j:08x}" for j in range(i, max(i - 10, 0), -1)]})
    yield document([server(0)])


@shape(2500, MANY)
def users_of_a_realm_in_accounts(n):
    for i in range(n):
        yield document([server(0)], account_id(i))


@shape(2500, MANY)
def servers_of_two_documents(n):
    """The same users, addresses and numbers in both."""
    for name in ("a", "b"):
        yield document([server(i, DIDs={number(i): {}}) if i % 2 else
                        server(i, auth={"auth_method": "ip",
                                        "ip": f"10.0.{i >> 8 & 255}.{i & 255}"})
                        for i in range(n)], name=name)


@shape(2500, MANY)
def numbers_without_plus_in_documents(n):
    for i in range(n):
        yield document([server(i, DIDs={number(i // 2)[1:]: {}})],
                       name=f"d{i}")


@shape(2500, MANY)
def failovers_of_number_documents(n):
    yield document([server(0, DIDs=dids(n))])
    for i in range(n):
        yield number_document(i, ACCOUNT, failover={"e164": number(i + 1)})


@shape(2500, MANY)
def failovers_both_ways(n):
    """Each number to its neighbours, from two documents: one component."""
    for i in range(n):
        for step in (1, n - 1):
            yield document([server(i, DIDs={number(i): {"failover": {
                "e164": number((i + step) % n)}}})], name=f"d{i}-{step}")


@shape(500, MANY)
def rejected_documents_of_an_account(n):
    for i in range(n):
        yield document([server(0, options=5), 7], name=f"d{i}")


@shape(2500, MANY)
def documents_without_ids(n):
    for i in range(n):
        text = json.loads(document([server(i)]))
        del text["_id"], text["pvt_account_id"]
        yield json.dumps(text)


@shape(200, MANY)
def long_ids(n):
    for i in range(100):
        yield document([server(0)], name=f"{i}" + "i" * 10 * n)


@shape(200, MANY)
def long_ids_that_claim_one_number(n):
    for i in range(100):
        yield document([server(0, DIDs={"+14155550100": {}})],
                       name=f"{i}" + "i" * 10 * n)


@shape(200, MANY)
def long_kinds(n):
    for i in range(100):
        yield json.dumps({"_id": f"d{i}", "pvt_type": f"{i}" + "k" * 10 * n})
    yield document([server(0)])


@shape(2500, MANY)
def versions_among_documents(n):
    """Each version takes the place of the one before, beside all the others."""
    for i in range(n):
        yield document([server(i, DIDs={number(i): {}})], name=f"d{i}")
    for i in range(n):
        yield document([server(0)], name="d0", rev=f"{i + 2}-a")


@shape(2500, MANY)
def deleted_among_documents(n):
    for i in range(n):
        yield document([server(i, DIDs={number(i): {}})], name=f"d{i}")
    for i in range(n):
        yield json.dumps({"_id": f"d{i}", "_rev": "2-b", "_deleted": True,
                          "pvt_type": "sys_info", "pvt_account_id": ACCOUNT})
