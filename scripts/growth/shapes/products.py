"""One document with n of one thing beside n of another: what is looked up, or
written again, for each of them costs n times n."""
import json

from .make import ONE, dids, document, number, server, shape

CONVERTED = ("check", "jsonl", "migrate", "migrate-csv", "fix", "rebuild",
             "route", "route-explained", "route-intended")


def keys(n, value=1):
    return {f"key{i:08}": value for i in range(n)}


def with_account(servers, account, **more):
    return document(servers, **more).replace(
        '"account": {', '"account": {' + ", ".join(account) + ", ", 1)


def members(values):
    return [f"{json.dumps(key)}: {json.dumps(value)}"
            for key, value in values.items()]


def servers_with_options(n):
    return [server(i, options={"enabled": 1, "media_handling": 5,
                               "caller_id": {}, "failover": {}})
            for i in range(n)]


@shape(1000)
def root_keys_and_servers(n):
    yield document(servers_with_options(n))[:-1] + ", " + ", ".join(
        members(keys(20 * n))) + "}"


@shape(1000)
def root_keys_before_servers(n):
    yield "{" + ", ".join(members(keys(20 * n))) + ", " + document(
        servers_with_options(n))[1:]


@shape(2000)
def account_keys_and_servers(n):
    yield with_account(servers_with_options(n), members(keys(4 * n)))


@shape(2000)
def account_keys_and_numbers(n):
    yield with_account([server(0, DIDs=dids(n, {
        "media_handling": 5, "failover": {}, "caller_id": {}}))],
        members(keys(4 * n)))


@shape(2000)
def option_keys_and_numbers(n):
    yield document([server(0, options={**keys(4 * n), "enabled": True},
                           DIDs=dids(n, {"media_handling": 5}))])


@shape(2000)
def server_keys_and_numbers(n):
    yield document([{**keys(4 * n), **server(0, DIDs=dids(n, {
        "media_handling": 5}))}])


@shape(2000)
def auth_keys_and_numbers(n):
    yield document([server(0, auth={**keys(4 * n), "auth_method": "ip",
                                    "ip": "198.51.100.7"}, DIDs=dids(n))])


@shape(5000)
def keys_of_a_number(n):
    yield document([server(0, DIDs={"+14155550100": {
        **keys(n), "failover": {"e164": "+14155550101"}}})])


@shape(2000)
def keys_that_differ_in_the_middle(n):
    """The ends of a key are what it is told apart by first."""
    values = {f"beginning-{i:08}-the-end-of-it": i for i in range(2 * n)}
    yield document(servers_with_options(n), **values)


# What each server or number inherits.

@shape(500, CONVERTED)
def flags_of_the_account_and_servers(n):
    yield with_account([server(i) for i in range(n)], members({
        "flags": [f"flag{i}" for i in range(n)],
        "dynamic_flags": [f"flag{i}" for i in range(n)]}))


@shape(500, CONVERTED)
def headers_of_the_account_and_servers(n):
    yield with_account([server(i) for i in range(n)], members({
        "sip_headers": [{f"X-{i}": "a"} for i in range(n)]}))


@shape(1000, CONVERTED)
def long_caller_id_of_the_account_and_servers(n):
    yield with_account([server(i) for i in range(n)], members({
        "caller_id": {"cid_name": "N" * 20 * n,
                      "cid_number": "+14155550100"}}))


@shape(1000, CONVERTED)
def long_callerid_and_numbers(n):
    yield document([server(0, DIDs=dids(n))], callerid={
        "cid_name": "N" * 20 * n, "cid_number": "+14155550100"})


@shape(1000, CONVERTED)
def long_callerid_of_the_server_and_numbers(n):
    yield document([server(0, DIDs=dids(n), callerid={
        "cid_name": "N" * 20 * n, "cid_number": "+14155550100"})])


@shape(1000, CONVERTED)
def long_failover_of_the_account_and_numbers(n):
    yield with_account([server(i, DIDs={number(i): {}}) for i in range(n)],
                       members({"failover": {"e164": "+1" + "5" * 20 * n}}))


@shape(1000, CONVERTED)
def long_failover_of_the_server_and_numbers(n):
    yield document([server(0, DIDs=dids(n), options={
        "enabled": True, "failover": {"e164": "+1" + "5" * 20 * n,
                                      "sip": "s" * 20 * n}})])


@shape(1000, CONVERTED)
def long_media_handling_and_servers(n):
    yield with_account([server(i) for i in range(n)],
                       members({"media_handling": "m" * 20 * n}))


# What the others are named by.

@shape(1000, CONVERTED)
def long_user_and_numbers(n):
    yield document([server(0, auth={
        "auth_method": "password", "auth_user": "u" * 20 * n,
        "auth_password": "pass-word-0"}, DIDs=dids(n))])


@shape(1000, CONVERTED)
def long_server_id_and_numbers(n):
    yield document([server(0, server_id="i" * 20 * n, DIDs=dids(n))])


@shape(1000, CONVERTED)
def long_realm_and_servers(n):
    yield document([server(i) for i in range(n)]).replace(
        "a.example.com", "R" * 20 * n)


@shape(1000, CONVERTED)
def long_id_and_numbers(n):
    yield document([server(0, DIDs=dids(n))], name="i" * 20 * n)


@shape(1000, CONVERTED)
def long_account_id_and_numbers(n):
    yield document([server(0, DIDs=dids(n))], account="a" * 20 * n)


@shape(1000, CONVERTED)
def long_revision_and_numbers(n):
    yield document([server(0, DIDs=dids(n))], rev="1-" + "a" * 20 * n)


@shape(1000)
def servers_with_one_server_id(n):
    yield document([server(i, server_id="same", DIDs={number(i): {}})
                    for i in range(n)])


@shape(300)
def servers_with_one_beginning(n):
    """Alike up to the end, in the order of the number lookup."""
    yield document([server(0, auth={"auth_method": "ip", "ip": "198.51.100.7"},
                           DIDs=dids(100), options={"enabled": i % 2 == 0,
                                                    "n": i})
                    for i in range(n)])


@shape(40, ONE)
def servers_with_one_long_user(n):
    yield document([server(i, auth={"auth_method": "password",
                                    "auth_user": "u" * 2000,
                                    "auth_password": "pass-word-0"})
                    for i in range(n * 20)])
