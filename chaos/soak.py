"""F-39: mixed load for minutes; memory, descriptors and SQLite's log stay flat."""

import os
import time

from ledger import Ledger, wrong
from load import Load
from node import Node
from truth import whole


def f39(totals, options):
    for engine in options.engines:
        ledger, samples = Ledger(), []
        with Node(options.binary, engine) as node:
            load = Load(node, ledger, f"{options.seed}/F-39", pause=0.02)
            load.begin()
            for number in range(options.minutes * 6):
                time.sleep(10)
                # Making tokens wants a log-in of the last ten minutes.
                if number % 30 == 29:
                    load.new_log_in(node)
                log = os.path.join(node.data, "countermark.db-wal")
                samples.append((node.memory(), node.descriptors(),
                                os.path.getsize(log) >> 20 if os.path.exists(log) else 0))
            load.end()
            findings = whole(node, ledger, load.world)
        # After a third of the time everything is warm.
        early, late = samples[len(samples) // 3], samples[-1]
        if late[0] > early[0] * 1.3 + 20:
            findings.append(wrong(f"memory grows from {early[0]} to {late[0]} MiB"))
        if late[1] > early[1] + 20:
            findings.append(wrong(f"descriptors grow from {early[1]} to {late[1]}"))
        if late[2] > 64:
            findings.append(wrong(f"SQLite's log has {late[2]} MiB"))
        totals.load("F-39", load)
        totals.engines.add(engine)
        totals.fault("F-39", f"{engine}: {options.minutes} minutes, {len(load.times):,} writes, {load.statuses.get(503, 0)} "
                     f"answered 503, {load.statuses.get(None, 0)} without an answer: memory {early[0]} then "
                     f"{late[0]} MiB, descriptors {early[1]} then {late[1]}, SQLite's log {late[2]} MiB", findings)
