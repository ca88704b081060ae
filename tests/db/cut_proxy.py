#!/usr/bin/env python3
"""A proxy to PostgreSQL that loses the connection when it is told to.

    cut_proxy.py --listen ADDRESS --server ADDRESS [--before PATTERN]
                 [--after PATTERN] [--nth N] [--times N] [--away SECONDS]
                 [--half]

ADDRESS is the path of a unix socket or HOST:PORT. PATTERN is a regular
expression, upper and lower case alike: "COMMIT" is also found in "CREATE
TEMPORARY TABLE ... ON COMMIT DROP", "^COMMIT" is not.

--before cuts when a client is about to run a text that holds PATTERN (a query,
or the execution of a prepared statement; the end of a COPY's data is the text
"CopyDone"): the server never sees that message. --after cuts when the server
answers that a command is complete whose tag ("COMMIT", "COPY 5") holds PATTERN:
the client never sees the answer. It is the N-th such message (--nth, 1), of all
connections together, that is cut, and those that follow it up to --times (1).

A cut ends its own connection. With --away it is as if the server restarted: all
connections end, and for so many seconds new ones are refused. With --half the
server gets the message and knows nothing of the cut: its side stays open.

Says on standard output: "ready ADDRESS", "cut before #1", "cut after #1",
"back". TLS is declined.
"""
import argparse
import asyncio
import re
import socket
import struct
import sys

TLS, GSS = 80877103, 80877104  # in place of a version: encryption, please


class Cut(Exception):
    pass


def say(text):
    print(text, flush=True)


class Trigger:
    """Counts the messages that match, and cuts when it is their turn."""

    def __init__(self, name, pattern, options):
        self.name = name
        self.pattern = pattern and re.compile(pattern.encode(), re.IGNORECASE)
        self.turns = range(options.nth, options.nth + options.times)
        self.count = 0

    def check(self, text):
        if not self.pattern or not self.pattern.search(text):
            return
        self.count += 1
        if self.count in self.turns:
            say(f"cut {self.name} #{self.count}")
            raise Cut


async def message(reader):
    """One message: its type, and all of its bytes."""
    head = await reader.readexactly(5)
    length = struct.unpack(">I", head[1:])[0]
    return head[:1], head + await reader.readexactly(length - 4)


class Statements:
    """Knows which text a message of the client makes the server run."""

    def __init__(self):
        self.texts, self.portals = {}, {}

    def text_of(self, kind, data):
        fields = data[5:].split(b"\0", 2)
        if kind == b"Q":
            return fields[0]
        if kind == b"c":
            return b"CopyDone"
        if kind == b"P":  # name, text
            self.texts[fields[0]] = fields[1]
        elif kind == b"B":  # portal, name
            self.portals[fields[0]] = self.texts.get(fields[1], b"")
        elif kind == b"E":  # portal
            return self.portals.get(fields[0], b"")
        return None


class Proxy:
    def __init__(self, options):
        self.options = options
        self.before = Trigger("before", options.before, options)
        self.after = Trigger("after", options.after, options)
        self.sessions = set()
        self.halves = []  # of connections: sides of the server
        self.absence = None  # the task that waits until the server is back

    async def listen(self):
        address = self.options.listen
        if "/" in address:
            self.listener = await asyncio.start_unix_server(self.serve, address)
            return address
        host, port = address.rsplit(":", 1)
        self.listener = await asyncio.start_server(self.serve, host, port,
                                                   family=socket.AF_INET)
        host, port = self.listener.sockets[0].getsockname()
        self.options.listen = f"{host}:{port}"  # the same one afterwards
        return self.options.listen

    async def connect(self):
        address = self.options.server
        if "/" in address:
            return await asyncio.open_unix_connection(address)
        return await asyncio.open_connection(*address.rsplit(":", 1))

    async def serve(self, reader, writer):
        session = asyncio.current_task()
        self.sessions.add(session)
        writers = [writer]
        try:
            await self.relay(reader, writers)
        except Cut:
            if self.options.half:
                self.halves.append(writers.pop())
            self.leave(session)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError):
            pass  # one side has gone, or another session was cut
        finally:
            self.sessions.discard(session)
            for each in writers:
                each.close()

    async def relay(self, reader, writers):
        start = await self.startup(reader, writers[0])
        server_reader, server_writer = await self.connect()
        writers.append(server_writer)
        server_writer.write(start)
        ways = [asyncio.create_task(self.forward(reader, server_writer)),
                asyncio.create_task(self.back(server_reader, writers[0]))]
        try:
            # The first that ends, ends both.
            done, _ = await asyncio.wait(
                ways, return_when=asyncio.FIRST_COMPLETED)
            # Where there are two, the cut counts.
            problems = [way.exception() for way in done]
            raise next((p for p in problems if isinstance(p, Cut)), problems[0])
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def startup(self, reader, writer):
        """The first message, which has no type."""
        while True:
            head = await reader.readexactly(8)
            length, code = struct.unpack(">II", head)
            if code not in (TLS, GSS):
                return head + await reader.readexactly(length - 8)
            writer.write(b"N")

    async def forward(self, reader, writer):
        statements = Statements()
        while True:
            kind, data = await message(reader)
            text = statements.text_of(kind, data)
            try:
                if text is not None:
                    self.before.check(text)
            except Cut:
                if self.options.half:
                    writer.write(data)
                raise
            writer.write(data)
            await writer.drain()

    async def back(self, reader, writer):
        while True:
            kind, data = await message(reader)
            if kind == b"C":
                self.after.check(data[5:-1])
            writer.write(data)
            await writer.drain()

    def leave(self, session):
        """The server is away for everybody."""
        if not self.options.away:
            return
        self.listener.close()
        for other in self.sessions - {session}:
            other.cancel()
        if not self.absence:
            self.absence = asyncio.create_task(self.come_back())

    async def come_back(self):
        await asyncio.sleep(self.options.away)
        await self.listen()
        self.absence = None
        say("back")

    async def run(self):
        say(f"ready {await self.listen()}")
        await asyncio.Event().wait()


def main():
    parse = argparse.ArgumentParser(usage=__doc__)
    parse.add_argument("--listen", required=True)
    parse.add_argument("--server", required=True)
    parse.add_argument("--before")
    parse.add_argument("--after")
    parse.add_argument("--nth", type=int, default=1)
    parse.add_argument("--times", type=int, default=1)
    parse.add_argument("--away", type=float, default=0)
    parse.add_argument("--half", action="store_true")
    asyncio.run(Proxy(parse.parse_args()).run())


if __name__ == "__main__":
    sys.exit(main())
