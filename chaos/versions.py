"""F-29, F-32: an older program, whose binary `--old` names. What it wrote is there after the upgrade and
can be worked on; and a new node is started beside it on one PostgreSQL."""

import time

from ledger import Ledger, wrong
from load import Load
from node import Node
from proxy import Proxy
from rolling import stopped
from truth import whole

WRITES = 300


def f29(totals, options):
    """The older program is stopped in order, the new one takes its database over."""
    if not options.old:
        totals.line("F-29", "not run: --old names the older program")
        return
    for engine in options.engines:
        ledger, began = Ledger(), time.monotonic()
        with Node(options.old, engine) as node:
            load = Load(node, ledger, f"{options.seed}/F-29/{engine}")
            written(load)
            before = ledger.counts["acknowledged"]
            findings, _ = stopped(node)
            node.command = [options.binary if word == options.old else word for word in node.command]
            node.binary = options.binary
            start = node.restart()
            # The session of before, the password, and each token.
            node.call("GET", "/me/", auth=load.world.jwt, expect=200)
            load.new_log_in(node)
            findings += whole(node, ledger, load.world)
            written(load)
            findings += whole(node, ledger, load.world)
        totals.load("F-29", load)
        totals.engines.add(engine)
        totals.fault("F-29", f"{engine}: {before:,} writes of an older program acknowledged and there after the upgrade, which "
                     f"took {start:.1f} s; {ledger.counts['acknowledged'] - before:,} more on the same things; "
                     f"{time.monotonic() - began:.0f} s", findings)


def written(load):
    load.begin()
    load.wait(WRITES)
    load.end()


def f32(totals, options):
    """A new node beside an older one that is written to meanwhile; then both take turns."""
    if "postgres" not in options.engines:
        return
    if not options.old:
        totals.line("F-32", "not run: --old names the older program")
        return
    ledger, began = Ledger(), time.monotonic()
    with Node(options.old, "postgres") as old:
        load = Load(old, ledger, f"{options.seed}/F-32")
        load.begin()
        load.wait(WRITES)
        with Node(options.binary, "postgres", beside=old) as new:
            load.wait(WRITES)
            load.end()
            proxy = Proxy((old, new))
            load.base = proxy.base
            written(load)
            proxy.shutdown()
            findings = whole(new, ledger, load.world) + whole(old, ledger, load.world)
            findings += stopped(old)[0]
            old.start()
            until = time.monotonic() + 60
            while (code := old.process.poll()) is None and time.monotonic() < until:
                time.sleep(0.05)
            if not code:
                findings.append(wrong(f"an older program that finds the new schema ends with {code}"))
    totals.load("F-32", load)
    totals.engines.add("postgres")
    totals.fault("F-32", f"postgres: {len(load.times):,} writes, a third each to an older node alone, to it while a new one upgrades "
                 f"the database, and to both in turn, {load.statuses.get(503, 0)} answered 503; the older one, started again, "
                 f"refuses with exit code {code}; {time.monotonic() - began:.0f} s", findings)
