"""Texts, numbers and nesting that are long, odd or deep."""
import json

from .make import document, number, server, shape


def with_text(text):
    """A document that has `text`, which is JSON, as it stands."""
    return document([server(0)], extra="here").replace('"here"', text)


@shape(100000)
def unicode_escapes(n):
    yield with_text('"' + "\\u00e9\\ud83d\\ude00" * (n // 3) + '"')


@shape(100000)
def unicode_escapes_in_a_name(n):
    yield document([server(0, server_name="here")]).replace(
        "here", "\\u0061\\u0000" * (n // 2))


@shape(10000)
def escaped_keys(n):
    yield document([server(0)])[:-1] + ", " + ", ".join(
        f'"k\\u0065y\\/{i}~": {i}' for i in range(n)) + "}"


@shape(100000)
def backslashes(n):
    yield with_text('"' + "\\\\" * n + '"')


@shape(20000)
def texts_that_are_escaped(n):
    yield document([server(0)], extra=["\t\"\u202e"] * n)


@shape(20000)
def nul_characters(n):
    yield document([server(0)], extra=["\0"] * n)


@shape(20000)
def numbers_of_any_size(n):
    yield with_text("[" + ", ".join(
        (f"1e{400 + i}", f"-{i}.{i}E-400", f"{10**30 + i}", "-0")[i % 4]
        for i in range(n)) + "]")


@shape(200)
def numbers_of_many_digits(n):
    yield with_text("[" + ", ".join(["9" * 5 * n] * 50) + "]")


@shape(100000)
def number_of_many_digits_as_setting(n):
    yield document([server(0, options={"enabled": True, "timeout": "here"})]
                   ).replace('"here"', "9" * n + "." + "3" * n)


@shape(100000)
def digits_as_setting(n):
    yield document([server(0, options={"enabled": True, "timeout": "1" * n,
                                       "delay": " " * n + "5"})])


@shape(100000)
def long_address(n):
    yield document([server(0, auth={"auth_method": "ip",
                                    "ip": "1.2." * (n // 4)})])


@shape(100000)
def long_address_of_colons(n):
    yield document([server(0, auth={"auth_method": "ip", "ip": "a:" * n})])


@shape(20000)
def addresses_in_one_text(n):
    yield document([server(0, auth={"auth_method": "ip", "ip": ",".join(
        f"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}" for i in range(n))})])


@shape(100000)
def long_codec(n):
    yield document([server(0, options={"enabled": True, "codecs":
                                       "PCMU," * (n // 5)})])


@shape(100000)
def long_boolean(n):
    yield document([server(0, options={"enabled": "TRUE" * (n // 4),
                                       "inbound_format": "E" * n})])


@shape(100000)
def long_e911_key(n):
    yield document([server(0, **{"x911 e-911" * (n // 10): "a"})])


@shape(100000)
def long_header(n):
    yield document([server(0, options={"enabled": True, "sip_headers": {
        "X" * n: "v" * n}})])


@shape(100000)
def long_password(n):
    yield document([server(0, auth={"auth_method": "password",
                                    "auth_user": "user0",
                                    "auth_password": "p\u00e9" * n})])


@shape(100000)
def long_revision(n):
    yield document([server(0)], rev="9" * n + "-a")


@shape(20000)
def ancestors(n):
    yield document([server(0)], _revisions={
        "start": n, "ids": [f"{i:032x}" for i in range(n)]})


@shape(20000)
def ancestors_of_what_is_deleted(n):
    yield document([server(0)], _deleted=True, _revisions={
        "start": n, "ids": [f"{i:032x}" for i in range(n)]})


@shape(10000)
def conflicts_and_attachments(n):
    yield document([server(0)], _conflicts=[f"1-{i:032x}" for i in range(n)],
                   _attachments={f"a{i}": {"stub": True} for i in range(n)})


@shape(5000)
def keys_twice_each(n):
    yield document([server(0)])[:-1] + ", " + ", ".join(
        f'"key{i // 2}": {i}' for i in range(n)) + "}"


@shape(5000)
def numbers_twice_each(n):
    yield document([server(0, DIDs={"here": {}})]).replace(
        '"here": {}', ", ".join(f'"{number(i // 2)}": {{}}' for i in range(n)))


@shape(5000)
def spellings_of_numbers(n):
    """With a plus, without, and with hyphens: three names of each."""
    names = [number(i // 3) for i in range(n)]
    yield document([server(0, DIDs={
        (name, name[1:], name[2:5] + "-" + name[5:])[i % 3]: {}
        for i, name in enumerate(names)})])


@shape(2000)
def hidden_documents(n):
    yield document([server(0)], copies=[
        {"pvt_type": "sys_info", "pvt_account_id": f"{i:032x}"}
        for i in range(n)])


@shape(2000)
def hidden_documents_as_texts(n):
    yield document([server(0)], copies=[
        json.dumps({"pvt_type": "sys_info", "servers": [{}], "n": i})
        for i in range(n)])


@shape(1000)
def objects_with_servers(n):
    yield document([server(0)], copies=[{"servers": [{}] * 10, "account": {}}
                                        for _ in range(n)])


@shape(20)
def deep_beside_much(n):
    """Nesting that is far below the limit, around much."""
    inner = [{"key": i} for i in range(n * 100)]
    for _ in range(50):
        inner = {"a": inner, "b": 1}
    yield document([server(0)], extra=inner)


@shape(20000)
def deeper_than_the_limit(n):
    yield with_text("[" * n + "]" * n)


@shape(20000)
def objects_deeper_than_the_limit(n):
    yield with_text('{"servers":' * n + "1" + "}" * n)


@shape(1000)
def emergency_data_deep(n):
    """A finding at each of many levels."""
    inner = {}
    for i in range(900):
        inner = {"e911": "x", "next": inner}
    yield document([server(i, DIDs={number(i): {}}) for i in range(n)],
                   extra=inner)


@shape(20000)
def white_space(n):
    yield json.dumps(json.loads(document(
        [server(i) for i in range(n // 100)])), indent=n // 1000)
