"""F-04: a stop in order under load loses no request; two nodes are restarted one after the other,
and nobody behind a proxy that tries again sees it."""

import subprocess
import time

from ledger import Ledger, wrong
from load import Load
from node import Node
from proxy import Proxy
from truth import whole

# The program waits 30 s for running requests.
STOP = 60


def stopped(node, patience=STOP):
    """Stops it in order; what is wrong with that, and how long it took."""
    began = time.monotonic()
    node.process.terminate()
    try:
        code = node.process.wait(patience)
    except subprocess.TimeoutExpired:
        node.kill()
        return [wrong(f"not stopped after {patience} s")], patience
    return [wrong(f"exit code {code}")] if code else [], time.monotonic() - began


def alone(totals, options, engine):
    """One node; each request has a connection of its own, so that no answer missing is by chance."""
    ledger, findings, longest = Ledger(), [], 0
    with Node(options.binary, engine) as node:
        load = Load(node, ledger, f"{options.seed}/F-04", keep=False)
        for _ in range(options.stops):
            load.begin()
            load.wait(options.stop_writes)
            more, seconds = stopped(node)
            load.end()
            findings, longest = findings + more, max(longest, seconds)
            node.restart()
            load.new_log_in(node)
        if ledger.counts["unknown"]:
            findings.append(wrong(f"{ledger.counts['unknown']} requests got no answer while it stopped"))
        findings += whole(node, ledger, load.world)
    totals.load("F-04", load)
    totals.engines.add(engine)
    totals.fault("F-04", f"{engine}: {options.stops} stops among {len(load.times):,} writes, {ledger.counts['unknown']} "
                 f"without an answer, longest stop {longest:.1f} s", findings)


def rolling(totals, options):
    """Two nodes on one PostgreSQL, each restarted in turn."""
    ledger, findings = Ledger(), []
    with Node(options.binary, "postgres") as one, Node(options.binary, "postgres", beside=one) as two:
        proxy = Proxy((one, two))
        load = Load(one, ledger, f"{options.seed}/F-04/rolling", base=proxy.base)
        load.begin()
        for _ in range(options.stops):
            for node in (one, two):
                load.wait(options.stop_writes)
                findings += stopped(node)[0]
                load.wait(20)
                node.restart()
        load.wait(options.stop_writes)
        load.end()
        proxy.shutdown()
        findings += whole(one, ledger, load.world)
    totals.load("F-04", load)
    failed = len(load.failed) + ledger.counts["unknown"]
    if ledger.counts["unknown"]:
        findings.append(wrong(f"{ledger.counts['unknown']} requests got no answer"))
    tries = ", ".join(f"{number} {what}" for what, number in sorted(proxy.counts.items())) or "no try again"
    totals.fault("F-04", f"postgres: {2 * options.stops} restarts of two nodes in turn among {len(load.times):,} writes, "
                 f"{failed} failed (the proxy saw: {tries})", findings)


def f04(totals, options):
    for engine in options.engines:
        alone(totals, options, engine)
    if "postgres" in options.engines:
        rolling(totals, options)
