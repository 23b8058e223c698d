"""All scans as one CSV file."""

import filecmp
import os
import subprocess

from measure import CLIENTS_CORE, Spent, against, floor, row, size
from world import World, copy, database

SCANS = size("SCANS", 1_000_000)
CODES = max(1, SCANS // 10)

# Ten scans of each code within a month that is over; every fifth knows where it was.
FILL = """
WITH RECURSIVE n (at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < :scans)
INSERT INTO scan (company_id, turn, uuid, at, code_id, product_id, campaign_id, app, reason,
    activation_status, blacklist_reason, flags, device, new_device, device_kind, os, os_version,
    browser, browser_version, country, city, latitude, longitude, located_by, scm, consumed)
SELECT c.company_id, n.at, lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' ||
    substr(hex(randomblob(2)), 2) || '-8' || substr(hex(randomblob(2)), 2) || '-' ||
    hex(randomblob(6))), :begin + n.at * 1000000, c.id, c.product_id, p.campaign_id, '', 'query',
    1, 0, iif(n.at % 20 = 0, ' out-of-market ', ''), hex(randomblob(11)), n.at % 3 > 0,
    'smartphone', 'iPhone', '18.1', 'Safari', '18.1', 'BE', 'Bruges, old town',
    iif(n.at % 5 = 0, 51209348 + n.at % 1000, NULL), iif(n.at % 5 = 0, 3224700 + n.at % 999, NULL),
    iif(n.at % 5 = 0, 'gps', 'ip'),
    '{"lot_number":["7",0],"production_line":["13A",0],"production_date":["2026-08-21",0]}', 0
FROM n JOIN code c ON c.id = :first + n.at * 7919 % :codes
    JOIN product p ON p.id = c.product_id
"""


def fill(server):
    """Writes the scans into the file."""
    with database(server) as rows:
        first, begin = rows.execute(
            "SELECT min(id), max(created_at) - 2592000000000 FROM code").fetchone()
        rows.execute(FILL, {"scans": SCANS, "codes": CODES, "first": first, "begin": begin})
    rows.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    rows.close()


def run(binary, server):
    world = World(server)
    world.codes("scans", CODES)
    fill(server)
    ours, theirs = (os.path.join(server.folder, name) for name in ("ours.csv", "theirs.csv"))
    # To the first byte and back: the connections are open, as they are in a running server.
    url = f"{server.base}/api/v2/dashboard/scans/?format=csv&timeframe=3m"
    with Spent(server) as spent:
        subprocess.run([*CLIENTS_CORE, "curl", "--fail-with-body", "-sS", "-o", ours,
                        "-H", f"Authorization: {world.uat}", url], check=True)
    with open(theirs, "wb") as out:
        cpu, clock = floor(binary, "scans", copy(server, "floor.db"), out=out)
    if not filecmp.cmp(ours, theirs, shallow=False):
        raise SystemExit("the two files are not the same")
    work = f"CSV of {SCANS:,} scans"
    against(f"{work}: CPU", spent.cpu, cpu, 1.5)
    against(f"{work}: clock", spent.clock, clock, None)
    row(f"{work}: growth of memory", f"{spent.growth:.1f} MiB", "", 0, "≤ 32 MiB",
        spent.growth <= 32)
