"""What stands beside the inputs: suppressions, baselines, arguments."""
from ..formats import FORMATS
from .make import account_id, document, number, server, shape

# jsonl is measured with what all commands are.
WORDS = tuple(form for form in FORMATS if form != "jsonl")


def with_findings(n):
    for i in range(n):
        yield document([server(0, options={"enabled": "maybe"})],
                       account_id(i))


@shape(4000, ("baseline", "write-baseline", "prune-baseline",
              "diff-reports", "diff-of-the-same"))
def findings_known(n):
    yield from with_findings(n)


@shape(2000, ("suppressed-accounts", "suppressed-twice", "suppressed-prefixes",
              "suppressions-unused", "suppressions-expired"))
def findings_suppressed(n):
    yield from with_findings(n)


@shape(2000, ("suppressed-places", "suppressed-by-wildcards"))
def findings_suppressed_in_one_document(n):
    yield document([server(i, options={"enabled": "maybe"}, DIDs={number(i): {}})
                    for i in range(n)])


@shape(1000, WORDS)
def findings_of_many_documents(n):
    for i in range(n):
        yield document([server(j, options={"enabled": "maybe"})
                        for j in range(10)], account_id(i))


@shape(4000, WORDS)
def findings_of_one_document(n):
    yield document([server(i, options={"enabled": "maybe"}) for i in range(n)])


@shape(2000, ("tiny-files", "tiny-tar", "tiny-zip", "tiny-gzip",
              "many-arguments", "pattern-of-files"))
def inputs(n):
    for i in range(n):
        yield document([server(0, DIDs={number(i): {}})], account_id(i))


@shape(5000, ("tiny-tar", "tiny-zip"))
def inputs_that_are_empty(n):
    for _ in range(n):
        yield ""


@shape(300, ("cases", "cases-that-differ", "cases-in-one"))
def cases(n):
    for i in range(n):
        yield document([server(0, DIDs={number(i): {}},
                               options={"enabled": "maybe"})], account_id(i))


@shape(2000, ("rules-by-option", "rules-selected", "rules-explained",
              "rules-in-the-configuration"))
def words_of_the_command_line(n):
    yield document([server(i) for i in range(n)])


@shape(200, ("generate",))
def documents_made_up(n):
    for _ in range(n * 10):
        yield ""
