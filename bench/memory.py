"""Memory and starts: idle, with many connections, with many live tokens."""

import os
import socket
import tempfile
import time
import urllib.parse

import tokens
from measure import SERVERS_CORE, head, memory, row, size, wrk
from node import Node
from program import Program

LIVE = size("TOKENS", 1_000_000)
IDLE = size("IDLE", 10_000)
SECONDS = size("SECONDS", 5)
STARTS = size("ROUNDS", 3)


def resident(node):
    return memory(node.process.pid, "VmRSS")


def mebibytes(work, found, budget):
    row(work, f"{found:.0f} MiB", "", 0, f"≤ {budget} MiB", found <= budget)


def empty(binary):
    """From nothing to the first answer, in the middle of some tries."""
    found = []
    for _ in range(STARTS):
        with tempfile.TemporaryDirectory(prefix="countermark-") as folder:
            with Node(binary, folder) as node:
                found.append(node.seconds * 1e3)
    middle = sorted(found)[len(found) // 2]
    row("start on an empty database", f"{middle:.0f} ms", "", 0, "≤ 300 ms", middle <= 300)


def connections(server):
    """Connections that have asked once and are kept: what a crowd of browsers leaves behind."""
    address = urllib.parse.urlsplit(server.base)
    before, open_ones = resident(server), []
    try:
        for _ in range(IDLE):
            one = socket.create_connection((address.hostname, address.port))
            one.sendall(b"GET /health/live HTTP/1.1\r\nHost: " + address.netloc.encode() + b"\r\n\r\n")
            open_ones.append(one)
        if not all(one.recv(4_096).startswith(b"HTTP/1.1 200") for one in open_ones):
            raise SystemExit("a connection was not answered")
        found = resident(server)
    finally:
        for one in open_ones:
            one.close()
    mebibytes(f"resident with {IDLE:,} idle connections", found, 200)
    row("one idle connection", f"{(found - before) * 1024 / IDLE:.1f} KiB", "", 0, "", None)


def known(node, path, number):
    """Calls with every token once, so that the server has all of them in memory."""
    done = 0
    while done < number:
        done += wrk(f"{node.base}/api/v2/me/", "token", SECONDS, 200, lines=path, **{"from": done})[0]


def alone(binary):
    head()
    empty(binary)
    with Program(binary, prefix=SERVERS_CORE) as server:
        time.sleep(2)
        mebibytes("resident, idle", resident(server), 40)
        connections(server)
        path = tokens.fill(server, 0, LIVE)
        server.process.terminate()
        server.process.wait()
        with Node(binary, os.path.join(server.folder, "data")) as node:
            row(f"start with {LIVE:,} live tokens", f"{node.seconds:.2f} s", "", 0, "≤ 5 s",
                node.seconds <= 5)
            mebibytes("resident after that start", resident(node), 400)
            known(node, path, LIVE)
            mebibytes("resident when all of them have been used", resident(node), 400)
