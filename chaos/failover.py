"""F-18: PostgreSQL's machine is gone for good, and its standby takes over. With synchronous replication
nothing acknowledged is lost, and the nodes find the new primary where the old one's address leads now."""

import time

from cluster import Cluster
from ledger import Ledger, wrong
from load import Load
from node import Node
from restart import SOON, back
from truth import whole
from wire import Wire

STANDBY = "standby"


def follows(primary):
    """Waits until the standby has what the primary promises."""
    # Not before the standby is made: it would take the setting over, and wait for itself in the end.
    primary.set(f"synchronous_standby_names = '{STANDBY}'\n")
    primary.control("reload")
    until = time.monotonic() + 60
    while primary.ask("SELECT sync_state FROM pg_stat_replication", "postgres") != ["sync"]:
        if time.monotonic() > until:
            raise SystemExit("the standby does not follow")
        time.sleep(0.1)


def f18(totals, options):
    if "postgres" not in options.engines:
        return
    ledger, findings, began = Ledger(), [], time.monotonic()
    with Cluster() as primary:
        primary.url()
        with Cluster(of=primary, name=STANDBY) as standby, Wire(primary.port) as wire:
            follows(primary)
            with Node(options.binary, "postgres", database=wire.url()) as node, \
                    Node(options.binary, "postgres", beside=node) as other:
                load = Load(node, ledger, f"{options.seed}/F-18", pause=0.01)
                load.begin()
                load.wait(500, 120)
                primary.kill()
                gone = time.monotonic()
                standby.control("promote")
                wire.move(standby.port)
                moved = time.monotonic()
                well = back(load, moved)
                if well is None or well - moved > SOON:
                    findings.append(wrong(f"writes are taken {well and well - moved} s after the standby took over"))
                load.wait(500, 120)
                load.end()
                load.new_log_in(node)
                if other.call("GET", "/me/", auth=load.world.uat)[0] != 200:
                    findings.append(wrong("the other node does not answer"))
                if standby.ask("SELECT pg_is_in_recovery()", "postgres") != ["f"]:
                    findings.append(wrong("the standby was not promoted: was there a failover at all?"))
                findings += whole(node, ledger, load.world)
    totals.load("F-18", load)
    totals.engines.add("postgres")
    totals.kills += 1
    totals.fault("F-18", f"postgres: the primary killed and its synchronous standby promoted within {moved - gone:.1f} s among "
                 f"{len(load.times):,} requests, {load.statuses.get(503, 0)} answered 503, {load.unsure} of them unsure, "
                 f"{ledger.counts['unknown'] - load.unsure} without an answer; well {(well or moved + 30) - moved:.1f} s later; "
                 f"{time.monotonic() - began:.0f} s", findings)
