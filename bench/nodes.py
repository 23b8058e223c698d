"""Two nodes on one PostgreSQL: what each request costs when both carry, against one alone.

On two cores wall time would say nothing: what a node can carry is the inverse of the CPU time that it
spends on a request, and what the database spends stands beside it.
"""

import concurrent.futures
import os
import statistics
import tempfile

import postgres
from measure import SERVERS_CORE, cpu_seconds, head, row, size, wrk
from node import Node
from program import Program
from world import World

ROUNDS = size("ROUNDS", 3)
SECONDS = size("SECONDS", 5)
REACH = 1.8


def measure(nodes, database, path, kind, expect, **given):
    """What the nodes carry together by their CPU, in requests per second of a core each, and the
    database's microseconds per request."""
    before, shared = [cpu_seconds(node.process.pid) for node in nodes], cpu_seconds(database)
    with concurrent.futures.ThreadPoolExecutor() as clients:
        asked = [clients.submit(wrk, f"{node.base}/api/v2{path}", kind, SECONDS, expect,
                                **{name: f"{value}-{number}" if name == "round" else value
                                   for name, value in given.items()})
                 for number, node in enumerate(nodes)]
    requests = [one.result()[0] for one in asked]
    spent = [cpu_seconds(node.process.pid) - begun for node, begun in zip(nodes, before)]
    shared = (cpu_seconds(database) - shared) / sum(requests) * 1e6
    return sum(number / cpu for number, cpu in zip(requests, spent)), shared


def compare(world, nodes, database, work, path, kind, expect):
    one, both = [], []
    for number in range(ROUNDS):
        for found, some in ((one, nodes[:1]), (both, nodes)):
            found.append(measure(some, database, path, kind, expect, auth=world.uat,
                                 brand=world.brand, round=f"{number}-{len(some)}"))
    (alone_, shared_one), (together, shared_both) = (
        [statistics.median(column) for column in zip(*found)] for found in (one, both))
    ratio = together / alone_
    row(f"{work}: a second of one core each", f"{together:,.0f}", f"{alone_:,.0f} by one node", ratio,
        f"≥ {REACH:g}×", ratio >= REACH)
    row(f"{work}: PostgreSQL beside it, CPU of one", f"{shared_both:.0f} µs", f"{shared_one:.0f} µs",
        shared_both / shared_one if shared_one else 0, "", None)


def alone(binary):
    address = postgres.database()
    database = postgres.pid()
    if database is None:
        raise SystemExit("PostgreSQL runs elsewhere: its CPU cannot be seen")
    try:
        env = {"COUNTERMARK_DATABASE": address}
        with Program(binary, env=env, prefix=SERVERS_CORE) as first, \
                tempfile.TemporaryDirectory(prefix="countermark-") as folder:
            key = os.path.join(first.folder, "data", "master.key")
            with Node(binary, folder, {**env, "COUNTERMARK_MASTER_KEY_FILE": key}) as second:
                head()
                world, nodes = World(first), [first, second]
                for work in (("GET /me/", "/me/", "get", 200),
                             ("GET /products/", "/products/?limit=20", "get", 200),
                             ("POST /products/", "/products/", "product", 201)):
                    compare(world, nodes, database, *work)
    finally:
        postgres.drop(address)
