"""F-08, F-09: the disk fails at the database's files, now and then and altogether (badio.c). What could not
be written is never acknowledged, not even after a kill; and all is well once the disk is."""

import errno
import os
import random
import subprocess
import tempfile
import time

from ledger import Ledger, wrong
from load import Load
from node import Node
from truth import quick, whole

DOWN = 3  # seconds in which every call fails
PATIENCE = 15  # seconds until it is well again
KILLS = 4  # for each way of failing, right after a failure
# Each so many calls fail, at whatever place of a commit or checkpoint that is then.
EVERY = (2, 3, 5, 7, 11)
SYNCS = (("s", errno.EIO),)
WRITES = (("w", errno.EIO), ("w", errno.ENOSPC))


class Disk:
    """What fails, in a file that the program's library reads at each call."""

    def __init__(self, folder):
        self.plan, self.library = os.path.join(folder, "plan"), os.path.join(folder, "badio.so")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "badio.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.library, source], check=True)
        self.env = {"LD_PRELOAD": self.library, "CHAOS_BADIO": self.plan}

    def fail(self, kind, every, error):
        with open(f"{self.plan}.new", "w", encoding="ascii") as file:
            file.write(f"{kind} {every} {error}")
        os.rename(f"{self.plan}.new", self.plan)

    def heal(self):
        os.remove(self.plan)

    def hits(self):
        try:
            return os.path.getsize(f"{self.plan}.hits")
        except FileNotFoundError:
            return 0


def until(what, seconds=60):
    """Seconds until it is so."""
    began = time.monotonic()
    while not what():
        if time.monotonic() > began + seconds:
            return None
        time.sleep(0.001)
    return time.monotonic() - began


def down(disk, node, load, kind, error):
    """Every call fails for a while: how long until it was well again, and what is wrong."""
    disk.fail(kind, 1, error)
    time.sleep(0.5)
    before, findings, began = len(load.answers), [], time.monotonic()
    while time.monotonic() < began + DOWN:
        for path, wanted in (("/health/ready", 503), ("/health/live", 200)):
            if (status := node.probe(path)) != wanted:
                findings.append(wrong(f"{path} is {status} while every {kind} fails with {errno.errorcode[error]}"))
        time.sleep(0.5)
    if not any(status == 503 for _, _, status in load.answers[before:]):
        findings.append(wrong("nothing was refused while the disk failed"))
    disk.heal()
    took = until(lambda: node.probe("/health/ready") == 200, PATIENCE)
    if took is None:
        findings.append(wrong(f"not ready {PATIENCE} s after the disk was well"))
    return took or PATIENCE, findings


def bad(totals, options, name, ways):
    if "sqlite" not in options.engines:
        return
    ledger, findings, times, began = Ledger(), [], [], time.monotonic()
    chance = random.Random(f"{options.seed}/{name}")
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(folder)
        with Node(options.binary, "sqlite", env=disk.env) as node:
            load = Load(node, ledger, f"{options.seed}/{name}", clients=4)
            for kind, error in ways:
                load.begin()
                load.wait(50, 120)
                took, more = down(disk, node, load, kind, error)
                times.append(took)
                findings += more
                load.wait(50, 120)
                load.end()
                load.new_log_in(node)
                for _ in range(KILLS):
                    load.begin()
                    disk.fail(kind, chance.choice(EVERY), error)
                    load.wait(chance.randint(20, 100), 120)
                    before = disk.hits()
                    if until(lambda before=before: disk.hits() > before) is None:
                        raise SystemExit("the disk does not fail: is the library loaded?")
                    node.kill()
                    load.end()
                    disk.heal()
                    totals.kills += 1
                    node.restart()
                    load.new_log_in(node)
                    findings += quick(node, ledger, load.world)
            findings += whole(node, ledger, load.world)
        hits = disk.hits()
    totals.load(name, load)
    totals.engines.add("sqlite")
    words = ", ".join(f"{'syncs' if kind == 's' else 'writes'} with {errno.errorcode[error]}" for kind, error in ways)
    totals.fault(name, f"sqlite: {hits} {words} failed among {len(load.times):,} requests, {load.statuses.get(503, 0)} answered "
                 f"503, {load.unsure} of them unsure; {KILLS * len(ways)} kills right after a failure; well "
                 f"{max(times):.1f} s after the disk was; {time.monotonic() - began:.0f} s", findings)


def f08(totals, options):
    bad(totals, options, "F-08", SYNCS)


def f09(totals, options):
    bad(totals, options, "F-09", WRITES)
