"""One document with n of something, or with something of n bytes."""
import json

from .make import document, dids, number, server, shape


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
