"""Supply-chain data onto codes: in the background, and 1,000 items in one call."""

import os

from measure import Spent, against, floor, row, size, written
from world import World, copy

CODES = size("CODES", 100_000)
CALLS = size("CALLS", 20)
ITEMS = 1_000


def upload(world, constraints, data):
    """From the request to the end of the task: what the server spent."""
    body = {"constraints": constraints, "scm_data": data}
    with Spent(world.server) as spent:
        task = world.server.call("POST", "/scm/upload/async/", body, auth=world.uat, expect=200)
        found = world.ended(f"/scm/tasks/{task[1]['task_id']}/")
    if (found["state"], found["codes_affected"]) != ("complete", CODES):
        raise SystemExit(f"the task ended so: {found}")
    return spent


def in_background(binary, world, codes):
    """All codes by their ids, then by a value that all of them have."""
    for what, constraints, data in (
            ("new values, by ids", {"extended_id": codes},
             {"lot_number": "7", "production_line": "13A", "production_date": "2026-08-21"}),
            ("other values, by ids", {"extended_id": codes},
             {"lot_number": "8", "production_line": "13B", "production_date": "2026-08-22"}),
            ("other values, by `lot_number`", {"lot_number": "8"},
             {"production_line": "13C", "production_date": "2026-08-23"})):
        beneath = copy(world.server, "floor.db")
        input_path = written(world.server, "input.json", {"names": codes, "data": data})
        spent = upload(world, constraints, data)
        cpu, clock = floor(binary, "scm-set", beneath, input_path)
        os.remove(beneath)
        work = f"SCM in the background, {CODES:,} codes, {what}"
        against(f"{work}: CPU", spent.cpu, cpu, 2)
        against(f"{work}: clock", spent.clock, clock, None)


def in_one_call(binary, world, codes, what):
    """Items of different codes with different values, as often as it takes for a good mean."""
    def items(call):
        some = [codes[(call * ITEMS + n) % CODES] for n in range(ITEMS)]
        return [{"extended_id": code, "lot_number": f"{what[:1]}{call}-{n}",
                 "production_line": f"P{call}"} for n, code in enumerate(some)]
    beneath = copy(world.server, "floor.db")
    with Spent(world.server) as spent:
        for call in range(CALLS):
            found = world.server.call("POST", "/scm/upload/", {"items": items(call)},
                                      auth=world.uat, expect=200)[1]
            if found["codes_affected"] != ITEMS:
                raise SystemExit(f"the call changed {found['codes_affected']} codes")
    cpus = [floor(binary, "scm-items", beneath,
                  written(world.server, "input.json", items(call)))[0] for call in range(CALLS)]
    os.remove(beneath)
    ours, cpu = spent.cpu / CALLS * 1e3, sum(cpus) / CALLS * 1e3
    row(f"SCM in one call, {ITEMS:,} items {what}: CPU", f"{ours:.1f} ms", f"{cpu:.1f} ms", ours / cpu,
        "≤ 50 ms", ours <= 50)


def run(binary, server):
    world = World(server)
    codes = world.codes("scm", CODES)
    in_background(binary, world, codes)
    in_one_call(binary, world, world.as_made(codes), "as they were printed")
    in_one_call(binary, world, codes, "from all over the table")
