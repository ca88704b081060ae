"""The same documents in what servers and tools wrap around them, n of them, and
what is no document at all."""
import json

from .make import MANY, account_id, document, number, server, shape

READ = ("check", "migrate", "fix", "scan", "rejects")
REJECTED = ("check", "jsonl", "fix", "scan", "rejects")


def some(n):
    for i in range(n):
        yield document([server(0, DIDs={number(i): {}})], account_id(i),
                       name=f"d{i}")


def row(i, text, more=""):
    return (f'{{"id":"d{i}","key":"d{i}","value":{{"rev":"1-a"}}'
            f'{more},"doc":{text}}}')


@shape(2000, READ)
def all_docs(n):
    yield f'{{"total_rows":{n},"offset":0,"rows":['
    for i, text in enumerate(some(n)):
        yield row(i, text) + ","
    yield row(n, "null") + "\n]}"


@shape(2000, READ)
def all_docs_in_one_line(n):
    yield '{"total_rows":1,"offset":0,"rows":[' + ",".join(
        row(i, text) for i, text in enumerate(some(n))) + "]}"


@shape(2000, READ)
def rows_in_lines(n):
    for i, text in enumerate(some(n)):
        yield row(i, text)


@shape(2000, READ)
def changes_body(n):
    yield '{"results":['
    for i, text in enumerate(some(n)):
        yield (f'{{"seq":"{i}-x","id":"d{i}","changes":[{{"rev":"1-a"}}],'
               f'"doc":{text}}},')
    yield f'{{"seq":"{n}-x","id":"d","changes":[],"deleted":true}}'
    yield '],"last_seq":"9","pending":0}'


@shape(2000, READ)
def found_in_one_line(n):
    yield '{"docs":[' + ",".join(some(n)) + '],"bookmark":"nil"}'


@shape(2000, READ)
def array_in_one_line(n):
    yield "[" + ",".join(some(n)) + "]"


@shape(2000, READ)
def array_in_lines(n):
    yield "["
    yield ",\n".join(some(n))
    yield "]"


@shape(2000, READ)
def documents_in_one_line(n):
    yield "".join(some(n))


@shape(2000, READ)
def documents_in_one_line_with_blanks(n):
    yield " ".join(some(n))


@shape(300, READ)
def documents_laid_out(n):
    for text in some(n):
        yield json.dumps(json.loads(text), indent=4)


@shape(2000, READ)
def backup(n):
    yield ('{"name":"@cloudant/couchbackup","version":"2.11.0","mode":"full",'
           '"attachments":false}')
    for start in range(0, n, 500):
        yield "[" + ",".join(list(some(min(n, start + 500)))[start:]) + "]"
        yield '{"marker":"@cloudant/couchbackup:resume"}'


@shape(2000, READ)
def body_in_a_row(n):
    """A body in one row of another."""
    yield '{"rows":[' + row(0, '{"rows":[' + ",".join(
        row(i, text) for i, text in enumerate(some(n))) + "]}") + "]}"


@shape(2000, READ)
def body_in_an_array_in_one_line(n):
    yield '[{"rows":[' + ",".join(
        row(i, text) for i, text in enumerate(some(n))) + "]}]"


@shape(2000, READ)
def bodies_in_lines(n):
    for i, text in enumerate(some(n)):
        yield '{"rows":[' + row(i, text) + "]}"


@shape(2000, READ)
def leaves_of_a_document(n):
    """Of _bulk_get: all revisions of one document."""
    yield '{"results":[{"id":"d","docs":[' + ",".join(
        '{"ok":' + document([server(i)], rev=f"2-{i:032x}") + "}"
        for i in range(n)) + "]}]}"


@shape(2000, READ)
def leaves_of_many_documents(n):
    yield '{"results":[' + ",".join(
        f'{{"id":"d{i}","docs":[{{"ok":{text}}}]}}'
        for i, text in enumerate(some(n))) + "]}"


@shape(2000, READ)
def answer_of_the_api(n):
    yield '{"data":[' + ",".join(some(n)) + '],"status":"success"}'


@shape(2000, READ)
def answers_of_the_api_in_lines(n):
    for text in some(n):
        yield '{"data":' + text + ',"revision":"1-a","status":"success"}'


@shape(2000, READ)
def answer_in_an_answer(n):
    yield '{"data":{"docs":[' + ",".join(some(n)) + ']},"status":"success"}'


@shape(1000, READ)
def members_beside_documents(n):
    """What is no part of a body, but may hold documents, n times."""
    yield '{"rows":[],' + ",".join(
        f'"more{i}":{text}' for i, text in enumerate(some(n))) + "}"


@shape(1000, READ)
def members_beside_the_document_of_a_row(n):
    yield '{"rows":[' + row(0, document([server(0)], name="d0"), "," + ",".join(
        f'"more{i}":{text}' for i, text in enumerate(some(n)))) + "]}"


@shape(10000, READ)
def rows_without_documents(n):
    yield '{"rows":['
    for i in range(n):
        yield ('{"id":"d%d","key":"d%d","value":{"rev":"1-a"}},',
               '{"key":"d%d","error":"not_found","n":%d},',
               '{"id":"d%d","key":"d%d","value":{"deleted":true},"doc":null},'
               )[i % 3] % (i, i)
    yield document([server(0)]) + "]}"


@shape(5000, READ)
def errors_of_the_server(n):
    for i in range(n):
        yield f'{{"error":"timeout","reason":"The request {i} timed out"}}'
    yield document([server(0)])


@shape(2000, READ)
def rejects_read_again(n):
    for i, text in enumerate(some(n)):
        yield '{"trunklift_reject":{"input":"a","line":%d}}' % i
        yield text


@shape(20000, READ)
def notes_without_documents(n):
    for i in range(n):
        yield '{"trunklift_reject":{"input":"a","line":%d}}' % i
    yield document([server(0)])


# What is no JSON.

@shape(20000, REJECTED)
def texts_that_do_not_end(n):
    for _ in range(n):
        yield '{"pvt_type":"sys_info","_id":"'
    yield document([server(0)])


@shape(20000, REJECTED)
def brackets_in_lines(n):
    for i in range(n):
        yield "{[}]"[i % 4]
    yield document([server(0)])


@shape(20000, REJECTED)
def documents_that_are_cut(n):
    text = document([server(0)])
    for i in range(n // 10):
        yield text[:len(text) - 1 - i % 100]
    yield text


@shape(100000, REJECTED)
def quotes(n):
    yield '"' * (2 * n + 1)
    yield document([server(0)])


@shape(100000, REJECTED)
def slashes(n):
    yield '{"a":"' + "\\" * n
    yield document([server(0)])


@shape(100000, REJECTED)
def objects_that_open_in_one_line(n):
    yield '{"a":' * n
    yield document([server(0)])


@shape(100000, REJECTED)
def braces_in_one_line(n):
    yield "{" * n + "}" * (n // 2)
    yield document([server(0)])


@shape(100000, REJECTED)
def closing_in_one_line(n):
    yield "]}" * n
    yield document([server(0)])


@shape(100000, REJECTED)
def commas(n):
    yield "[" + "," * n + "]"
    yield document([server(0)])


@shape(10000, REJECTED)
def ids_in_what_is_broken(n):
    yield '{"_id":"d","_id":"d",' * n
    yield document([server(0)])


@shape(20000, REJECTED)
def broken_documents_in_one_line(n):
    yield '{"a" 1}' * n
    yield document([server(0)])


@shape(20000, REJECTED)
def broken_rows(n):
    yield '{"rows":[' + '{"id":"d","doc":{"a" 1}},' * n + "]}"
    yield document([server(0)])


@shape(100000, MANY)
def lines_that_are_empty(n):
    yield "\n" * n + " " * n + "\r\n" * n
    yield document([server(0)])


@shape(50000, MANY)
def objects_that_are_empty(n):
    for _ in range(n):
        yield "{}"
    yield document([server(0)])


@shape(50000, MANY)
def objects_that_are_empty_in_one_line(n):
    yield "{}" * n
    yield document([server(0)])


@shape(50000, MANY)
def scalars(n):
    for i in range(n):
        yield ("1", '"a"', "null", "1e999", "[]")[i % 5]
    yield document([server(0)])


@shape(50000, MANY)
def scalars_in_an_array(n):
    yield "[" + ",".join(("1", '"a"', "null", "[]")[i % 4]
                         for i in range(n)) + "]"
    yield document([server(0)])


@shape(20000, MANY)
def byte_order_marks(n):
    for i in range(n):
        yield "\ufeff{}"
    yield document([server(0)])
