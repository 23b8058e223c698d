"""F-16, F-17: PostgreSQL is restarted, or its processes are killed, while many write. Meanwhile there is
503 with Retry-After, and soon after it is back all is well, without anybody's help."""

import time

from cluster import Cluster
from ledger import Ledger, wrong
from load import Load
from node import Node
from truth import whole

# After PostgreSQL takes connections again: the program must take writes within so many seconds.
SOON = 3
ROUNDS = 3


def back(load, since):
    """When the first write was acknowledged of those that were sent since; None if that took too long."""
    seen, until = 0, time.monotonic() + 30
    while time.monotonic() < until:
        answers = load.answers
        while seen < len(answers):
            began, seconds, status = answers[seen]
            if began >= since and status is not None and status < 400:
                return began + seconds
            seen += 1
        time.sleep(0.01)
    return None


def fall(cluster, load, how):
    """One fall: when it was over, and what is wrong."""
    cluster.ask("SELECT 1", "postgres")
    if how == "killed":
        if not cluster.kill_backends():
            return 0, [wrong("there was no process to kill")]
        # It notices the death first, and takes no connections then.
        time.sleep(0.1)
    else:
        cluster.control("restart", "-m", how)
    cluster.answers()
    again = time.monotonic()
    well = back(load, again)
    if well is None:
        return 30, [wrong(f"{how}: no write was acknowledged in 30 s")]
    took = well - again
    time.sleep(SOON)
    late = [status for began, _, status in list(load.answers) if began > again + SOON and status in (None, 503)]
    findings = [wrong(f"{how}: {len(late)} were still refused {SOON} s after it was back")] if late else []
    if took > SOON:
        findings.append(wrong(f"{how}: writes are taken {took:.1f} s after it was back"))
    load.wait(100, 60)
    return took, findings


def under(totals, options, name, ways):
    if "postgres" not in options.engines:
        return
    ledger, findings, times, began = Ledger(), [], [], time.monotonic()
    with Cluster() as cluster, Node(options.binary, "postgres", database=cluster.url()) as node:
        load = Load(node, ledger, f"{options.seed}/{name}", pause=0.01)
        load.begin()
        for _ in range(ROUNDS):
            for how in ways:
                load.wait(200, 60)
                took, more = fall(cluster, load, how)
                times.append(took)
                findings += more
        load.end()
        load.new_log_in(node)
        findings += whole(node, ledger, load.world)
        if node.process.poll() is not None:
            findings.append(wrong(f"the program ended with {node.process.returncode}"))
    totals.load(name, load)
    totals.engines.add("postgres")
    refused = load.statuses.get(503, 0)
    if not refused:
        findings.append(wrong("nothing was refused: was there a fault at all?"))
    totals.fault(name, f"postgres {', '.join(ways)}, {ROUNDS} times each among {len(load.times):,} writes: {refused} answered "
                 f"503, {load.unsure} of them unsure, {ledger.counts['unknown'] - load.unsure} without an answer; longest "
                 f"{max(times):.1f} s after it was back; {time.monotonic() - began:.0f} s", findings)


def f16(totals, options):
    under(totals, options, "F-16", ("fast", "immediate"))


def f17(totals, options):
    under(totals, options, "F-17", ("killed",))
