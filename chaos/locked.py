"""F-12: another process holds SQLite's lock. A short one is waited for, a long one is 503 with
Retry-After; reads go on."""

import os
import subprocess
import sys
import time

from crowd import Bystander
from ledger import Ledger, wrong
from load import Load
from node import Node
from truth import whole

SHORT, LONG = 2, 30  # seconds
# The program waits 5 s for a lock, and whoever stands behind somebody who waits, 10 s.
LONGEST = 15
HOLD = """
import sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
database.execute(f"BEGIN {sys.argv[2]}")
print("held", flush=True)
time.sleep(float(sys.argv[3]))
database.execute("ROLLBACK")
print("free", flush=True)
"""


def hold(node, load, how, seconds):
    """Holds the lock that long; the answers to what was sent meanwhile, and the moment when it was free."""
    path = os.path.join(node.data, "countermark.db")
    holder = subprocess.Popen([sys.executable, "-c", HOLD, path, how, str(seconds)], stdout=subprocess.PIPE, text=True)
    try:
        if holder.stdout.readline() != "held\n":
            raise SystemExit("the lock was not to be had")
        held = time.monotonic()
        if holder.stdout.readline() != "free\n":
            raise SystemExit("whoever held the lock has failed")
        free = time.monotonic()
    finally:
        holder.kill()
        holder.wait()
    load.wait(100, 60)
    return [answer for answer in list(load.answers) if held <= answer[0] < free], free


def f12(totals, options):
    if "sqlite" not in options.engines:
        return
    ledger, findings, told, began = Ledger(), [], [], time.monotonic()
    with Node(options.binary, "sqlite") as node:
        load = Load(node, ledger, f"{options.seed}/F-12", pause=0.01)
        load.begin()
        with Bystander(node, load.world.uat) as other:
            for how, seconds in (("IMMEDIATE", SHORT), ("EXCLUSIVE", SHORT), ("EXCLUSIVE", LONG)):
                load.wait(100, 60)
                answers, free = hold(node, load, how, seconds)
                refused = sum(status == 503 for _, _, status in answers)
                longest = max((took for _, took, _ in answers), default=0)
                if seconds == SHORT and refused:
                    findings.append(wrong(f"{how} {seconds} s: {refused} were refused"))
                if seconds == SHORT and longest < 0.5:
                    findings.append(wrong(f"{how} {seconds} s: nobody had to wait"))
                if seconds == LONG and not refused:
                    findings.append(wrong(f"{how} {seconds} s: nobody was refused"))
                if longest > LONGEST:
                    findings.append(wrong(f"{how} {seconds} s: somebody waited {longest:.0f} s for an answer"))
                late = [status for sent, _, status in load.answers if sent > free and status == 503]
                if late:
                    findings.append(wrong(f"{how} {seconds} s: {len(late)} were refused when it was free again"))
                told.append(f"{how} {seconds} s: {refused} of {len(answers)} answered 503, longest {longest:.1f} s")
        load.end()
        reads = other.answers
        if set(reads.statuses) != {200}:
            findings.append(wrong(f"reads meanwhile: {reads}"))
        load.new_log_in(node)
        findings += whole(node, ledger, load.world)
    totals.load("F-12", load)
    totals.engines.add("sqlite")
    totals.fault("F-12", f"sqlite locked by another process, {'; '.join(told)}; reads meanwhile {reads}, p95 {reads.p95()}; "
                 f"{time.monotonic() - began:.0f} s", findings)
