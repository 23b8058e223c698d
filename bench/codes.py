"""New codes: by a work order, and brought along."""

import os

from measure import Spent, against, floor, row, size, until
from world import World, copy

ORDERED = size("ORDERED", 1_000_000)


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


# What is measured here. A new way to bring codes in is a function in this list.
WORK = [ordered]


def run(binary, server):
    world = World(server)
    for work in WORK:
        work(binary, world)
