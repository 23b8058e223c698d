"""Single requests: the CPU time of one of each kind, beside the floor and the peer.

All of them run at the same time and are asked in turns, so that a slow minute of the machine hits all.
Clients share their core: decision 0052.
"""

import os
import re
import statistics
import sys

import postgres
from contenders import Floor, Ours
from measure import SERVERS_CORE, cpu_seconds, size, wrk
from peers import Peer
from program import EMAIL, PASSWORD
from wrong_uat import with_other_secret
from table import tables

ROUNDS = size("ROUNDS", 3)
SECONDS = size("SECONDS", 5)
PRODUCTS = size("PRODUCTS", 100_000)
PAGE = size("PAGE", 4_000)
CONNECTIONS = 16
# What is under way when a round ends was paid for and is not counted: few, where each is dear.
LOGINS = 2
# Who takes part, in the order of the columns.
AGAINST = os.environ.get("COUNTERMARK_BENCH_AGAINST",
                         "sqlite floor postgres django-sqlite django-postgres").split()


def work(who):
    """What is measured: name, address, credential, kind of request, expected status."""
    api, uat = who.base + "/api/v2", who.token
    return [
        ("GET /me/, UAT", f"{api}/me/", uat, "get", 200),
        ("GET /me/, JWT", f"{api}/me/", who.jwt(), "get", 200),
        ("401, wrong UAT", f"{api}/me/", with_other_secret(uat), "get", 401),
        ("401, expired UAT", f"{api}/me/", who.expired, "get", 401),
        ("401, junk", f"{api}/me/", "UAT junk", "get", 401),
        ("GET /products/, first page", f"{api}/products/?limit=20", uat, "get", 200),
        (f"GET /products/, page {PAGE:,}", who.page(PAGE), uat, "get", 200),
        ("POST /products/", f"{api}/products/", uat, "product", 201),
        ("POST /auth/jwt/", f"{api}/auth/jwt/", None, "login", 200),
    ]


def measure(who, url, auth, kind, expect, number):
    """One round: microseconds of the server's CPU per request, of the database's, and requests per
    second."""
    pids = [who.process.pid, who.database_pid]
    before = [pid and cpu_seconds(pid) for pid in pids]
    connections = LOGINS if kind == "login" else CONNECTIONS
    requests, out = wrk(url, kind, SECONDS, expect, connections, SERVERS_CORE, auth=auth or "",
                        brand=who.brand, email=EMAIL, password=PASSWORD, round=number)
    own, database = (pid and (cpu_seconds(pid) - begun) / requests * 1e6
                     for pid, begun in zip(pids, before))
    return own, database, float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def same_pages(ours, floor):
    """The floor must answer with our bytes."""
    for number in (1, 2, PAGE):
        seen = []
        for who in (ours, floor):
            page = who.call("GET", who.page(number), auth=who.token, expect=200)[1]
            seen.append(str(page).replace(who.base, ""))
        if seen[0] != seen[1]:
            raise SystemExit(f"page {number} of the floor is not ours:\n{seen[0][:500]}\n{seen[1][:500]}")


def start(binary, running):
    """Starts whoever takes part, one after another."""
    if any("postgres" in name for name in AGAINST) and not postgres.durable():
        print("PostgreSQL does not wait for the disk here: its figures are too good", file=sys.stderr)
    makers = {"sqlite": lambda: Ours(binary, PRODUCTS),
              "floor": lambda: Floor(binary, running["sqlite"]),
              "postgres": lambda: Ours(binary, PRODUCTS, postgres.database()),
              "django-sqlite": lambda: Peer(PRODUCTS),
              "django-postgres": lambda: Peer(PRODUCTS, postgres.database())}
    for name in AGAINST:
        print(f"starting {name}", file=sys.stderr)
        running[name] = makers[name]()
    if "floor" in running:
        same_pages(running["sqlite"], running["floor"])


def alone(binary):
    running = {}
    try:
        start(binary, running)
        todo = {name: work(who) for name, who in running.items()}
        found = []
        for at in range(len(todo["sqlite"])):
            rounds = {name: [] for name in running}
            for number in range(ROUNDS):
                for name, who in running.items():
                    rounds[name].append(measure(who, *todo[name][at][1:], number))
            middle = {name: [value[0] is not None and statistics.median(value) for value in zip(*own)]
                      for name, own in rounds.items()}
            found.append((todo["sqlite"][at][0], middle))
            print(*found[-1], file=sys.stderr, flush=True)
        print(f"\n{ROUNDS} rounds of {SECONDS} s, {CONNECTIONS} connections, {PRODUCTS:,} products; "
              "medians of the CPU time of one request")
        tables(found, AGAINST)
    finally:
        for who in reversed(running.values()):
            who.stop()
