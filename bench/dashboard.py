"""The dashboard over years of scans: how fast they are counted, and what a look at them costs."""

from measure import Spent, row, size, until
from world import World, database

SCANS = size("OLD_SCANS", 1_000_000)
LOOKS = size("LOOKS", 10)
CODES = 10_000
PRODUCTS = 50

# Three years that end today, the same number of scans each day; every product, country and state.
FILL = """
WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < :scans)
INSERT INTO scan (company_id, turn, uuid, at, code_id, product_id, campaign_id, app, reason,
    activation_status, blacklist_reason, flags, device, new_device, device_kind, os, os_version,
    browser, browser_version, country, city, latitude, longitude, located_by, scm, consumed)
SELECT 1, n.at, printf('%012x', n.at) || hex(randomblob(10)),
    :end - (:scans - n.at) * (:days * 86400000000 / :scans), :code + n.at * 7919 % :codes,
    :product + n.at * 31 % :products, :campaign, '', 'query', iif(n.at % 17 = 0, n.at % 34 / 17 * 2,
    1), 0, iif(n.at % 20 = 0, ' out-of-market ', ''), hex(randomblob(11)), n.at % 3 > 0,
    'smartphone', 'iPhone', '18.1', 'Safari', '18.1',
    substr('BEFRDENLITESPTATCHPLUSCACNJPKRBRMXINAUZA', n.at * 13 % 20 * 2 + 1, 2), '', NULL, NULL,
    'ip', '{}', 0
FROM n
"""


def fill(server, world):
    """Writes the scans into the file; indexes come after them, which is quicker."""
    products = [world.product] + [world.made("/products/", {
        "sku": f"BENCH-{number}", "name": f"Bench product {number}", "brand": world.brand,
        "campaign": world.campaign}) for number in range(2, PRODUCTS + 1)]
    with database(server) as rows:
        indexes = rows.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' "
                               "AND tbl_name = 'scan' AND sql IS NOT NULL").fetchall()
        for name, _ in indexes:
            rows.execute(f"DROP INDEX {name}")
        code, now = rows.execute("SELECT min(id), max(created_at) FROM code").fetchone()
        rows.execute(FILL, {"scans": SCANS, "days": 3 * 365, "end": now, "code": code,
                            "codes": CODES, "product": min(products), "products": PRODUCTS,
                            "campaign": world.campaign})
        for _, sql in indexes:
            rows.execute(sql)
    rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rows.close()


def counted(server):
    """Whether the server has counted them all."""
    with database(server) as rows:
        turn = rows.execute("SELECT max(turn) FROM scan_counted").fetchone()[0]
    rows.close()
    return turn == SCANS


def look(server, world, timeframe):
    """CPU of one look, in milliseconds, and what was seen."""
    path = f"/dashboard/?timeframe={timeframe}"
    with Spent(server) as spent:
        for _ in range(LOOKS):
            found = server.call("GET", path, auth=world.uat, expect=200)[1]
    return spent.cpu / LOOKS * 1e3, found


def run(binary, server):
    del binary
    world = World(server)
    world.codes("dashboard", CODES)
    fill(server, world)
    with Spent(server) as spent:
        until(lambda: counted(server), seconds=3600)
    work = f"{SCANS:,} scans"
    row(f"{work} counted by day: CPU of one", f"{spent.cpu / SCANS * 1e6:.1f} µs", "", 0, "", None)
    row(f"{work} counted by day: growth of memory", f"{spent.growth:.1f} MiB", "", 0, "", None)
    for timeframe, words in (("30d", "30 days"), ("1y", "a year"), ("3y", "three years")):
        cpu, found = look(server, world, timeframe)
        row(f"dashboard, {words} of {work}: CPU of one look", f"{cpu:.0f} ms", "", 0, "", None)
        if not found["totals"]["scans"]:
            raise SystemExit(f"the dashboard of {words} is empty")
