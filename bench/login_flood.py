"""What others feel while somebody tries passwords as fast as they are refused."""

import http.client
import os
import subprocess
import time
import urllib.parse

from measure import CLIENTS_CORE, HERE, Spent, row, size

SECONDS = size("FLOOD_SECONDS", 20)
CONNECTIONS = size("FLOOD", 64)
EVERY = 0.005


def times(server, auth):
    """How long `GET /me/` takes, in milliseconds, for somebody who asks 200 times a second."""
    address = urllib.parse.urlsplit(server.base)
    line = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    found, begun = [], time.monotonic()
    for number in range(int(SECONDS / EVERY)):
        time.sleep(max(0.0, begun + number * EVERY - time.monotonic()))
        asked = time.monotonic()
        line.request("GET", "/api/v2/me/", headers={"Authorization": auth})
        answer = line.getresponse()
        answer.read()
        found.append((time.monotonic() - asked) * 1e3)
        if answer.status != 200:
            raise SystemExit(f"GET /me/ was answered with {answer.status} in a flood of log-ins")
    line.close()
    return sorted(found)


def late(found, share=0.99):
    return found[int(len(found) * share)]


def flood(server):
    """Wrong passwords, each for another address."""
    env = {**os.environ, "BENCH_KIND": "flood", "BENCH_EXPECT": "", "BENCH_AUTH": ""}
    command = [*CLIENTS_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{3 * SECONDS + 60}s", "--timeout",
               "60s", "-s", os.path.join(HERE, "request.lua"), f"{server.base}/api/v2/auth/jwt/"]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)


def run(binary, server):
    del binary
    os.sched_setaffinity(0, {1})
    auth = server.uat()
    quiet = late(times(server, auth))
    with Spent(server) as spent:
        attack = flood(server)
        try:
            time.sleep(2)
            loud = times(server, auth)
        finally:
            attack.kill()
            attack.wait()
    os.sched_setaffinity(0, range(os.cpu_count()))
    row(f"p99 of GET /me/ under {CONNECTIONS} connections of wrong passwords",
        f"{late(loud):.2f} ms", f"{quiet:.2f} ms without", late(loud) / quiet, "≤ 3×",
        late(loud) <= 3 * quiet)
    row("median under them", f"{late(loud, 0.5):.2f} ms", "", 0, "", None)
    row("growth of memory under them", f"{spent.growth:.0f} MiB", "", 0, "≤ 64 MiB",
        spent.growth <= 64)
