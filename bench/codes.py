"""New codes: by a work order, and brought along."""

import os
import zlib

from measure import Spent, against, floor, row, size, until, written
from world import World, copy

ORDERED = size("ORDERED", 1_000_000)
BROUGHT = size("BROUGHT", 100_000)


def ordered(binary, world):
    """A work order without pictures, until the codes are there, and then until its file is."""
    beneath = copy(world.server, "floor.db")
    with Spent(world.server) as making:
        order = world.order("bench", ORDERED)
        until(lambda: world.look(order)["generated"] == ORDERED)
    with Spent(world.server) as packing:
        until(lambda: world.look(order)["state"] == "completed")
    cpu, clock = floor(binary, "codes", beneath, str(ORDERED))
    os.remove(beneath)
    work = f"{ORDERED:,} codes ordered"
    against(f"{work}: CPU", making.cpu, cpu, None)
    against(f"{work}: clock", making.clock, clock, None)
    row(f"{work}: codes/s", f"{ORDERED / making.clock:,.0f}", f"{ORDERED / clock:,.0f}", 0, "", None)
    row(f"{work}: their file, CPU", f"{packing.cpu:.2f} s", "", 0, "", None)
    growth = max(making.growth, packing.growth)
    row(f"{work}: growth of memory", f"{growth:.0f} MiB", "", 0, "", None)


def brought(binary, world):
    """Codes that the company has already, in one call: each with its id and a lot."""
    beneath = copy(world.server, "floor.db")
    template = world.server.call("POST", "/workorders/templates/", {
        "name": "Own codes", "product": world.product, "activate_on_complete": True,
    }, auth=world.uat, expect=201)[1]["key"]
    # As systems make them: without any order.
    names = [zlib.crc32(str(n).encode()) for n in range(BROUGHT)]
    codes = [{"id": f"own-{name:08x}-{n:07}", "lot_number": f"L{n // 500}"}
             for n, name in enumerate(names)]
    with Spent(world.server) as spent:
        record = world.server.call("POST", "/ingestion/codes/create-from-template/", {
            "template": template, "mode": "api", "codes": codes,
        }, auth=world.uat, expect=200)[1]["record_key"]
        found = world.ended(f"/ingestion/codes/{record}/")
    if (found["state"], found["quantity"]) != ("complete", BROUGHT):
        raise SystemExit(f"the ingestion ended so: {found}")
    cpu, clock = floor(binary, "ingest", beneath, written(world.server, "input.json", codes))
    os.remove(beneath)
    work = f"{BROUGHT:,} own codes with a lot"
    against(f"{work}: CPU", spent.cpu, cpu, 2)
    against(f"{work}: clock", spent.clock, clock, None)


# What is measured here. A new way to bring codes in is a function in this list.
WORK = [brought, ordered]


def run(binary, server):
    world = World(server)
    for work in WORK:
        work(binary, world)
