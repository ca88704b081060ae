#!/usr/bin/env python3
"""A generated dump, some time later.

    next_dump.py DUMP  > NEXT

Prints its lines again, in order. Documents change, are deleted (in both ways),
added and left out; numbers move between servers and documents; accounts,
limits and number documents change, too. Says on standard error how often, and
fails if something did not happen.

    next_dump.py --back DUMP  > NEXT

Prints it with later revisions, as if all was as it used to be.
"""
import collections
import copy
import json
import sys


def later(document):
    generation, tail = document["_rev"].split("-", 1)
    document["_rev"] = f"{int(generation) + 1}-{tail}"
    return document


def stub(document):
    kept = "_id", "_rev", "pvt_type", "pvt_account_id"
    return {key: document[key] for key in kept if key in document} | \
        {"_deleted": True}


def is_usual(document):
    return all(isinstance(server, dict) and
               isinstance(server.get("DIDs"), dict) and server["DIDs"]
               for server in document["servers"]) and \
        isinstance(document.get("account"), dict)


def rename(document, _):
    document["servers"][0]["server_name"] = "Later 名前"


def more_trunks(document, _):
    document["account"]["trunks"] = 77


def add_number(document, _):
    document["servers"][0]["DIDs"]["+12025550100"] = {}


def remove_number(document, _):
    document["servers"][0]["DIDs"].popitem()


def add_server(document, _):
    server = copy.deepcopy(document["servers"][0])
    server["DIDs"] = {"+12025550101": {}}
    server["auth"]["auth_user"] = "later"
    document["servers"].append(server)


def remove_server(document, _):
    document["servers"].pop()


def swap_servers(document, _):
    document["servers"].reverse()


def move_inside(document, _):
    one, two = document["servers"][:2]
    one["DIDs"], two["DIDs"] = two["DIDs"], one["DIDs"]


def move_outside(document, other):
    one, two = document["servers"][0]["DIDs"], other["servers"][0]["DIDs"]
    number, value = one.popitem()
    two[number] = value


def claim_twice(document, other):
    other["servers"][0]["DIDs"] |= document["servers"][0]["DIDs"]


def other_revision_only(document, _):
    document["pvt_modified"] = document.get("pvt_modified", 63800000000) + 1


def nothing_but_revision(document, _):
    document["ui_metadata"] = {"later": True}


EDITS = [rename, more_trunks, add_number, remove_number, add_server,
         other_revision_only, nothing_but_revision]
EDITS_OF_SERVERS = [remove_server, swap_servers, move_inside]
EDITS_OF_TWO = [move_outside, claim_twice]


def is_trunk(document):
    return document.get("pvt_type") == "sys_info" and \
        isinstance(document.get("servers"), list) and is_usual(document)


def edit(edits, done, document, other=None):
    """With the one whose turn it is."""
    action = edits[sum(done[each.__name__] for each in edits) % len(edits)]
    action(document, other)
    done[action.__name__] += 1
    for each in filter(None, (document, other)):
        later(each)


def edit_trunks(documents, done):
    """What comes in place of documents, where it is not one document."""
    of_account = collections.defaultdict(list)
    for index, document in documents.items():
        if is_trunk(document):
            of_account[document["pvt_account_id"]].append(index)
    out = {}
    for turn, (first, *others) in enumerate(of_account.values()):
        document = documents[first]
        if others:
            edit(EDITS_OF_TWO, done, document, documents[others[0]])
        elif len(document["servers"]) > 1 and turn % 2:
            edit(EDITS_OF_SERVERS, done, document)
        elif turn % 3 == 0:
            edit(EDITS, done, document)
        elif turn % 29 == 1:
            out[first] = [stub(later(document))]
            done["deleted"] += 1
        elif turn % 29 == 4:
            later(document)["pvt_deleted"] = True
            done["pvt_deleted"] += 1
        elif turn % 29 == 7:
            new = copy.deepcopy(document)
            new["_id"] = f"added{turn:027}"
            out[first] = [document, new]
            done["added"] += 1
        elif turn % 29 == 10:
            out[first] = []
            done["left out"] += 1
    return out


def edit_context(documents, done):
    turns = collections.Counter()
    for document in documents.values():
        kind = document.get("pvt_type")
        if kind not in ("account", "limits", "number"):
            continue
        turns[kind] += 1
        action = turns[kind] % 23
        if action == 1:
            later(document)["pvt_deleted"] = True
        elif action in (3, 5) and kind == "number":
            later(document)["failover"] = {"e164": "+12025550199"}
        elif action == 7 and kind == "number":
            later(document).pop("failover", None)
            document["pvt_assigned_to"] = "0" * 32
        elif action in (3, 5) and kind == "account":
            later(document)["name"] = "Later"
            document["caller_id"] = {"external": {"number": "+12025550198"}}
        elif action in (3, 5):
            later(document)["twoway_trunks"] = 99
        else:
            continue
        done[f"{kind} {action}"] += 1


def read(lines):
    """The first version of each document, by the index of its line."""
    documents = {}
    seen = set()
    for index, line in enumerate(lines):
        try:
            document = json.loads(line)
        except ValueError:
            continue
        if not isinstance(document, dict) or not document.get("pvt_type") or \
                not {"_rev", "pvt_account_id"} <= document.keys() and \
                document["pvt_type"] != "number":
            continue
        key = document.get("pvt_account_id"), str(document.get("_id"))
        if key not in seen:
            seen.add(key)
            documents[index] = document
    return documents


def back(lines):
    for document in read(lines).values():
        for _ in range(5):
            later(document)
        print(json.dumps(document))


def main(path):
    with open(path, "rb") as file:
        lines = file.readlines()
    documents = read(lines)
    before = {index: json.dumps(document)
              for index, document in documents.items()}
    done = collections.Counter()
    instead = edit_trunks(documents, done)
    edit_context(documents, done)
    for index, line in enumerate(lines):
        if index in instead:
            line = "".join(json.dumps(document) + "\n"
                           for document in instead[index]).encode()
        elif index in documents:
            text = json.dumps(documents[index])
            if text != before[index]:
                line = text.encode() + b"\n"
        sys.stdout.buffer.write(line)
    print(dict(done), file=sys.stderr)
    expected = [each.__name__
                for each in EDITS + EDITS_OF_SERVERS + EDITS_OF_TWO]
    expected += ["deleted", "pvt_deleted", "added", "left out"]
    expected += [f"{kind} {action}" for kind in ("account", "limits", "number")
                 for action in (1, 3, 5)] + ["number 7"]
    missing = [name for name in expected if not done[name]]
    return f"did not happen: {missing}" if missing else 0


if __name__ == "__main__":
    if sys.argv[1] == "--back":
        with open(sys.argv[2], "rb") as dump:
            back(dump.readlines())
    else:
        sys.exit(main(sys.argv[1]))
