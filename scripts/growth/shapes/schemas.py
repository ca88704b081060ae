"""Schemas of one's own, which are the first line, and what is held against
them: the second."""
import json

from .make import shape

OWN = ("own-schema",)


def both(schema, *documents):
    yield json.dumps(schema)
    for each in documents:
        yield each if isinstance(each, str) else json.dumps(each)


def names(n):
    return [f"name{i}" for i in range(n)]


@shape(2000, OWN)
def schema_of_references(n):
    yield from both(
        {"properties": {name: {"$ref": f"#/definitions/{name}"}
                        for name in names(n)},
         "definitions": {name: {"type": "string"} for name in names(n)}},
        {name: 5 for name in names(n)})


@shape(500, OWN)
def schema_of_references_in_a_chain(n):
    chain = {f"name{i}": {"$ref": f"#/definitions/name{i + 1}"}
             for i in range(n)}
    chain[f"name{n}"] = {"type": "string"}
    yield from both(
        {"properties": {name: {"$ref": f"#/definitions/{name}"}
                        for name in names(n)}, "definitions": chain},
        {name: 5 for name in names(n)})


@shape(1000, OWN)
def schema_of_ids(n):
    yield from both(
        {"properties": {name: {"$ref": f"http://example.com/{name}"}
                        for name in names(n)},
         "definitions": {name: {"id": f"http://example.com/{name}"}
                         for name in names(n)}}, {})


@shape(1000, OWN)
def schema_of_alternatives(n):
    yield from both(
        {"items": {"oneOf": [{"enum": [name]} for name in names(100)]}},
        names(100) * (n // 50))


@shape(10000, OWN)
def schema_of_unique_items(n):
    yield from both({"uniqueItems": True},
                    [{"name": name, "list": [1, 2.5]} for name in names(n)])


@shape(10000, OWN)
def schema_of_numbers_that_are_unique(n):
    yield from both({"uniqueItems": True}, "[" + ",".join(
        f"{i}.{'0' * (i % 9)}" for i in range(1, n)) + "]")


@shape(500, OWN)
def schema_of_patterns_of_names(n):
    """Each name is held against each pattern, of n in all: the schema grows by
    the root."""
    few = max(1, int(n ** 0.5))
    yield from both(
        {"patternProperties": {f"^{name}x*$": {"type": "string"}
                               for name in names(few)}},
        {name: 1 for name in names(n)})


@shape(5000, OWN)
def schema_of_words(n):
    yield from both({"items": {"enum": names(n)}}, names(2 * n))


@shape(1000, OWN)
def schema_of_numbers(n):
    few = max(1, int(n ** 0.5))
    yield from both({"items": {"enum": [{"n": i} for i in range(few)]}},
                    [{"n": i} for i in range(n)])


@shape(5000, OWN)
def schema_of_required_names(n):
    yield from both({"required": names(n)}, {})


@shape(5000, OWN)
def schema_of_properties(n):
    yield from both({"properties": {name: {"type": "string", "maxLength": 3}
                                    for name in names(n)},
                     "additionalProperties": False},
                    {name + "x" * (i % 2): name
                     for i, name in enumerate(names(n))})


@shape(2000, OWN)
def schema_of_dependencies(n):
    yield from both({"dependencies": {f"name{i}": [f"name{i + 1}"]
                                      for i in range(n)}},
                    {name: 1 for name in names(n)[::2]})


@shape(50, OWN)
def schema_that_is_deep(n):
    inner, value = {"type": "string"}, 1
    for _ in range(min(n, 400)):
        inner, value = {"properties": {"a": inner}}, {"a": value}
    yield from both(inner, value)


@shape(2000, OWN)
def schema_of_big_numbers(n):
    yield from both({"items": {"multipleOf": 0.01, "maximum": 1e300}}, "[" +
                    ",".join(f"{'7' * 40}{i}.{i:05}" for i in range(n)) + "]")


@shape(20000, OWN)
def schema_of_a_long_number(n):
    yield from both({"items": {"multipleOf": 7}}, "[" + "7" * n + "]")


@shape(10000, OWN)
def schema_of_formats(n):
    yield from both(
        {"properties": {name: {"format": name}
                        for name in ("email", "uri", "hostname", "ipv6")}},
        {"email": "a" * n + "@" + "b." * n, "uri": "http://a/" + "%41" * n,
         "hostname": "a-" * n, "ipv6": "1:" * n})


@shape(200, OWN)
def schema_of_long_words(n):
    """Words of the schema in each violation."""
    few = max(1, int(n ** 0.5)) * 20
    yield from both({"items": {"enum": names(few), "pattern": "a" * few}},
                    ["other"] * (n * 10))
