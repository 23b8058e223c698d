"""Scans as they come: written, then led on."""

import os
import statistics

from measure import Spent, awake, floor, row, size, wrk
from world import World, copy

ROUNDS = size("ROUNDS", 3)
SECONDS = size("SECONDS", 5)
CODES = size("CODES", 100_000)
# A steady crowd, and a rush: the more come at once, the more share a transaction.
CROWDS = (size("SCANNERS", 256), size("RUSH", 1_024))


def measure(server, codes, connections):
    """One round: microseconds of the server's CPU per scan, and scans per second."""
    with Spent(server) as spent:
        scans, _ = wrk(server.base, "scan", SECONDS, 302, connections, lines=codes)
    return spent.cpu / scans * 1e6, scans / spent.clock


def run(binary, server):
    world = World(server)
    codes = os.path.join(server.folder, "codes")
    with open(codes, "w", encoding="ascii") as file:
        file.write("\n".join(world.codes("redirect", CODES)))
    beneath = copy(server, "floor.db")
    cpu = floor(binary, "record", beneath, str(CODES))[0] / CODES * 1e6
    for connections in CROWDS:
        with awake():
            rounds = [measure(server, codes, connections) for _ in range(ROUNDS)]
        ours, rate = (statistics.median(column) for column in zip(*rounds))
        work = f"scan and redirect, {connections:,} connections"
        row(f"{work}: CPU of one", f"{ours:.1f} µs", f"{cpu:.1f} µs", ours / cpu, "", None)
        row(f"{work}: a second of one core", f"{1e6 / ours:,.0f}", f"{1e6 / cpu:,.0f}", 0,
            "≥ 10,000", 1e6 / ours >= 10_000)
        row(f"{work}: by the clock", f"{rate:,.0f}/s", "", 0, "", None)
