"""A server that takes connections and says nothing, or one in front of a real
server that falls silent: from the first bytes that hold a text on, it passes
nothing on any more, in either direction, and keeps all connections open.

    silent_server.py [--server SOCKET --at TEXT]

Prints the port of 127.0.0.1 on which it listens.
"""
import argparse
import selectors
import socket

options = argparse.ArgumentParser()
options.add_argument("--server")
options.add_argument("--at")
options = options.parse_args()
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
waiting = selectors.DefaultSelector()
waiting.register(listener, selectors.EVENT_READ)
other = {}
kept = []
silent = False
while True:
    for key, _ in waiting.select():
        if key.fileobj is listener:
            client, _ = listener.accept()
            kept.append(client)
            if silent or not options.server:
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(options.server)
            other[client], other[server] = server, client
            waiting.register(client, selectors.EVENT_READ)
            waiting.register(server, selectors.EVENT_READ)
            continue
        if key.fileobj not in other:
            continue
        try:
            data = key.fileobj.recv(1 << 16)
        except OSError:
            data = b""
        if options.at and options.at.encode() in data:
            silent = True
            for one in other:
                waiting.unregister(one)
            kept += other
            other = {}
        elif not data:
            peer = other.pop(key.fileobj)
            other.pop(peer)
            for one in key.fileobj, peer:
                waiting.unregister(one)
                one.close()
        else:
            other[key.fileobj].sendall(data)
