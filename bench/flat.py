"""Whether a request costs the same when there is a thousand times as much of everything."""

import os
import random

import tokens
from measure import Spent, row, size, until, wrk
from memory import known
from world import World, database

FEW_TOKENS, MANY_TOKENS = 1_000, size("TOKENS", 1_000_000)
FEW_CODES, MANY_CODES = size("FEW_CODES", 10_000), size("FLAT_CODES", 10_000_000)
SECONDS = size("SECONDS", 5)
ASKED = 50_000

FILL = [
    "WITH RECURSIVE n (at) AS (SELECT :first UNION ALL SELECT at + 1 FROM n WHERE at < :last) "
    "INSERT INTO code (company_id, workorder_id, sequence, extended_id, serial_number, product_id, "
    "activation_status, blacklist_reason, activated_by, activated_at, updated_at, created_at) "
    "SELECT 1, :order, n.at, hex(randomblob(9)), printf('S%010d', n.at), :product, 1, 0, 1, :now, "
    ":now, :now FROM n",
    "INSERT INTO code_scm (code_id, key, company_id, value, kind) SELECT id, 'lot_number', 1, "
    "printf('L%010d', sequence), 0 FROM code WHERE sequence BETWEEN :first AND :last ORDER BY id",
    "UPDATE counter SET value = value + :last - :first + 1 WHERE name = 'code'",
    "UPDATE product SET code_count = code_count + :last - :first + 1, "
    "active_code_count = active_code_count + :last - :first + 1 WHERE id = :product",
]


def fill(server, world, order, first, last):
    """Writes codes with a serial number and a lot of their own."""
    with database(server) as rows:
        rows.execute("PRAGMA cache_size = -2000000")
        now = rows.execute("SELECT max(created_at) FROM code").fetchone()[0]
        for sql in FILL:
            names = ("first", "last", "order", "product", "now")
            values = dict(zip(names, (first, last, order, world.product, now)))
            rows.execute(sql, {name: value for name, value in values.items() if f":{name}" in sql})
    rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rows.close()


def cost(server, kind, path, auth=""):
    """CPU of one request, in microseconds; once before, for what is kept in memory."""
    for _ in range(2):
        with Spent(server) as spent:
            requests, _ = wrk(f"{server.base}/api/v2/me/", kind, SECONDS, 200, auth=auth, lines=path,
                              **{"from": random.randrange(ASKED)})
    return spent.cpu / requests * 1e6


def of_tokens(server):
    path = tokens.fill(server, 0, FEW_TOKENS)
    known(server, path, FEW_TOKENS)
    few = cost(server, "token", path)
    tokens.fill(server, FEW_TOKENS, MANY_TOKENS)
    known(server, path, MANY_TOKENS)
    return few, cost(server, "token", path)


def of_codes(server, world, last):
    """By id, serial number and a key of supply-chain data: codes from all over the table."""
    asked = random.choices(range(11, last + 1), k=ASKED)
    with database(server) as rows:
        found = [(number, *rows.execute("SELECT extended_id FROM code WHERE sequence = ? AND "
                                        "company_id = 1 AND workorder_id = (SELECT max(id) FROM "
                                        "workorder)", (number,)).fetchone()) for number in asked]
    rows.close()
    for what, form in (("id", "{1}/"), ("serial number", "?serial_number=S{0:010}"),
                       ("SCM key", "?scm_lot_number=L{0:010}")):
        path = os.path.join(server.folder, "paths")
        with open(path, "w", encoding="ascii") as file:
            file.writelines(f"/api/v2/codes/{form.format(*one)}\n" for one in found)
        yield what, cost(server, "path", path, world.uat)


def show(work, few, many):
    row(f"{work}: CPU", f"{many:.1f} µs", f"{few:.1f} µs", many / few, "0.8 to 1.2",
        0.8 <= many / few <= 1.2)


def run(_, server):
    # Its token is made while its owner may have another one, and not used before the others have been
    # measured: memory holds a million of them, and not one more.
    world = World(server)
    show(f"GET /me/ with {MANY_TOKENS:,} tokens instead of {FEW_TOKENS:,}", *of_tokens(server))
    order = world.order("flat", 10)
    until(lambda: world.look(order)["state"] == "completed")
    fill(server, world, order, 11, FEW_CODES)
    few = dict(of_codes(server, world, FEW_CODES))
    fill(server, world, order, FEW_CODES + 1, MANY_CODES)
    for what, many in of_codes(server, world, MANY_CODES):
        show(f"look-up by {what} in {MANY_CODES:,} codes instead of {FEW_CODES:,}", few[what], many)
