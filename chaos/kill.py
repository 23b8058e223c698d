"""F-01, F-02: kill -9 at random moments while many write; after each start what was answered is there."""

import random
import time

from ledger import Ledger
from load import MIXED, REVOKING, Load
from node import Node
from truth import quick, whole


def rounds(totals, options, name, engine, mix, kills, writes):
    ledger = Ledger()
    chance = random.Random(f"{options.seed}/{name}/{engine}")
    findings, starts, began = [], [], time.monotonic()
    with Node(options.binary, engine) as node:
        load = Load(node, ledger, f"{options.seed}/{name}/{engine}", mix=mix)
        for number in range(1, kills + 1):
            if node.process.poll() is not None:
                raise SystemExit(f"the server ended by itself:\n{node.log()[-4000:]}")
            load.begin()
            # Twice the mean at most: so many writes in all, in the end.
            load.wait(chance.randint(1, 2 * writes // kills))
            time.sleep(chance.uniform(0, 0.05))
            node.kill()
            load.end()
            totals.kills += 1
            starts.append(node.restart())
            load.new_log_in(node)
            findings += quick(node, ledger, load.world)
            if number % 10 == 0:
                totals.line(name, f"… {engine}: {number} kills, {len(load.times):,} writes")
        rest = writes - len(load.times)
        if rest > 0:
            load.begin()
            load.wait(rest, 3600)
            load.end()
        findings += whole(node, ledger, load.world)
    totals.load(name, load)
    totals.engines.add(engine)
    counts = ledger.counts
    totals.fault(name, f"{engine}: {kills} kills in {len(load.times):,} writes, {counts['acknowledged']:,} acknowledged, "
                 f"{counts['unknown']:,} without an answer; longest start {max(starts):.1f} s; "
                 f"{time.monotonic() - began:.0f} s", findings)


def f01(totals, options):
    for engine in options.engines:
        rounds(totals, options, "F-01", engine, MIXED, options.kills, options.writes)


def f02(totals, options):
    """A fifth of the kills, among tokens that are made, narrowed and revoked."""
    for engine in options.engines:
        rounds(totals, options, "F-02", engine, REVOKING, max(1, options.kills // 5), options.writes // 5)
