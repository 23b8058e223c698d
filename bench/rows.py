"""What a row takes on disk, with its indexes, on both engines: the constants of docs/scale.md."""

import contextlib
import time

import postgres
from measure import SERVERS_CORE, cpu_seconds, size, until
from program import Program
from world import World, database

ROWS = size("ROWS", 1_000_000)

# Twelve digits that differ for each number and lie all over the index, as codes do.
SCATTERED = "n.at * 829348951 % 281474976710656"
HEX = {"sqlite": "printf('%012x', {0})", "postgres": "lpad(to_hex({0}), 12, '0')"}
SERIES = ("WITH RECURSIVE n (at) AS (SELECT CAST(11 AS BIGINT) UNION ALL SELECT at + 1 FROM n "
          "WHERE at < {rows} + 10) ")
# Table, rows of it, and what fills it: every code has a serial number and three values, is scanned
# once by somebody, and lies anywhere among the others. Ids of scans begin with the time.
FILL = [
    ("code", 1, SERIES + "INSERT INTO code (company_id, workorder_id, sequence, extended_id, "
     "serial_number, product_id, activation_status, blacklist_reason, activated_by, activated_at, "
     "updated_at, created_at) SELECT 1, {order}, n.at, {hex_at}, {hex_at}, {product}, 1, 0, 1, {now}, "
     "{now}, {now} FROM n"),
    ("code_scm", 3, "INSERT INTO code_scm (code_id, key, company_id, value, kind) SELECT c.id, k.key, "
     "1, CASE k.key WHEN 'lot_number' THEN 'L' || (c.sequence / 500) WHEN 'production_line' THEN '13A' "
     "ELSE '2026-08-21' END, 0 FROM code c CROSS JOIN (SELECT 'lot_number' AS key UNION ALL SELECT "
     "'production_date' UNION ALL SELECT 'production_line') k WHERE c.sequence > 10 "
     "ORDER BY c.id, k.key"),
    ("scan", 1, SERIES + "INSERT INTO scan (company_id, turn, uuid, at, code_id, product_id, "
     "campaign_id, app, reason, activation_status, blacklist_reason, flags, device, new_device, "
     "device_kind, os, os_version, browser, browser_version, country, city, latitude, longitude, "
     "located_by, scm, consumed) SELECT 1, n.at, {hex_in_order} || '-1a2b-4c3d-8e4f-5a6b7c8', "
     "{now} + n.at, {first} + n.at * 7919 % {rows}, {product}, {campaign}, '', 'query', 1, 0, '', "
     "{hex_at} || '0123456789', 1, 'smartphone', 'iPhone', '18.1', 'Safari', '18.1', 'BE', 'Bruges', NULL, NULL, "
     "'ip', '{scm}', 0 FROM n"),
    ("code_scanned", 1, "INSERT INTO code_scanned (code_id, company_id, scans) SELECT id, 1, 1 "
     "FROM code WHERE sequence > 10 ORDER BY id"),
]
SCM = '{"lot_number":["L7",0],"production_date":["2026-08-21",0],"production_line":["13A",0]}'
INDEXES = "SELECT name FROM sqlite_master WHERE tbl_name = ? AND type = 'index'"


class Sqlite:
    """The server's file."""

    def __init__(self, server):
        self.rows = database(server)
        # As much as the indexes need, so that filling is no matter of the disk.
        self.rows.execute("PRAGMA cache_size = -2000000")

    def one(self, sql):
        return self.rows.execute(sql).fetchone()[0]

    def run(self, sql):
        """CPU seconds."""
        begun = time.process_time()
        with self.rows:
            self.rows.execute(sql)
        return time.process_time() - begun

    def sizes(self, table):
        """Bytes of the table and of its indexes, by name."""
        names = [name for name, in self.rows.execute(INDEXES, (table,))]
        taken = "SELECT sum(pgsize) FROM dbstat WHERE name = ?"
        return {name: self.rows.execute(taken, (name,)).fetchone()[0] or 0 for name in [table, *names]}


class Postgres:
    """The server's database."""

    def __init__(self, address):
        self.address, self.pid = address, postgres.pid()

    def one(self, sql):
        return int(postgres.sql(self.address, sql))

    def run(self, sql):
        begun = cpu_seconds(self.pid)
        # Whether what is referenced is there is known here.
        postgres.sql(self.address, f"SET session_replication_role = replica; {sql}; CHECKPOINT")
        return cpu_seconds(self.pid) - begun

    def sizes(self, table):
        sql = ("SELECT c.relname, pg_table_size(c.oid) FROM pg_class c LEFT JOIN pg_index i ON "
               f"i.indexrelid = c.oid WHERE coalesce(i.indrelid, c.oid) = '{table}'::regclass")
        lines = (line.split("|") for line in postgres.sql(self.address, sql).splitlines())
        return {name: int(taken) for name, taken in lines}


def fill(server, engine, where):
    """Fills the tables; prints a row for each, and one for each of its indexes."""
    world = World(server)
    order = world.order("rows", 10)
    until(lambda: world.look(order)["state"] == "completed")
    now = where.one("SELECT max(created_at) FROM code")
    for table, times, sql in FILL:
        first = where.one("SELECT min(id) FROM code")
        cpu = where.run(sql.format(
            rows=ROWS, order=order, product=world.product, campaign=world.campaign, now=now,
            first=first, scm=SCM,
            hex_at=HEX[engine].format(SCATTERED), hex_in_order=HEX[engine].format("n.at")))
        number, sizes = ROWS * times, where.sizes(table)
        own, indexes = sizes.pop(table), sum(sizes.values())
        print(f"| {engine} | `{table}` | {own / number:.0f} | {indexes / number:.0f} | "
              f"{(own + indexes) / number:.0f} | {cpu / number * 1e6:.1f} µs |")
        for name, taken in sorted(sizes.items()):
            print(f"| {engine} | – `{name}` | | {taken / number:.0f} | | |", flush=True)


def alone(binary):
    print(f"\n{ROWS:,} rows; bytes a row, and CPU of a row when all are written by one statement\n")
    print("| engine | table | row | indexes | together | CPU |\n|---|---|---:|---:|---:|---:|")
    with Program(binary, prefix=SERVERS_CORE) as server:
        fill(server, "sqlite", Sqlite(server))
    address = postgres.database()
    with contextlib.ExitStack() as ends:
        ends.callback(postgres.drop, address)
        server = ends.enter_context(
            Program(binary, env={"COUNTERMARK_DATABASE": address}, prefix=SERVERS_CORE))
        fill(server, "postgres", Postgres(address))
